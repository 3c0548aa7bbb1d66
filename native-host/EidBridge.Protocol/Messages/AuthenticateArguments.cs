namespace EidBridge.Protocol.Messages;

/// <summary>The arguments of <c>authenticate</c>: Web eID's, and ours inside <c>eidbridge</c>.</summary>
internal static class AuthenticateArguments
{
    private const int MinNonceLength = 44;
    private const int MaxNonceLength = 128;
    private const long MaxUserMilliseconds = 240_000;

    public static AuthenticateRequest Read(MemberReader members)
    {
        string? nonce = null;
        string? origin = null;
        string? lang = null;
        var extras = new Extras(Progress: false, UserMilliseconds: null, WithIssuers: false);
        using (members)
        {
            while (members.Next() is { } name)
            {
                switch (name)
                {
                    case "challengeNonce":
                        nonce = ReadNonce(members);
                        break;
                    case "origin":
                        origin = members.ReadString();
                        break;
                    case "lang":
                        lang = members.ReadString();
                        break;
                    case "eidbridge":
                        extras = ReadExtras(members);
                        break;
                    default:
                        throw members.Unknown();
                }
            }
        }

        return new AuthenticateRequest(
            nonce ?? throw MemberReader.Missing("challengeNonce"), origin ?? throw MemberReader.Missing("origin"), lang)
        {
            WantsProgress = extras.Progress,
            WantsIssuers = extras.WithIssuers,
            UserInteractionTimeout = extras.UserMilliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        };
    }

    private static string ReadNonce(MemberReader members)
    {
        var nonce = members.ReadString();
        return nonce.Length is >= MinNonceLength and <= MaxNonceLength
            ? nonce
            : throw members.Wrong($"{MinNonceLength} to {MaxNonceLength} characters");
    }

    private static Extras ReadExtras(MemberReader members)
    {
        var progress = false;
        long? milliseconds = null;
        var withIssuers = false;
        members.EnterObject();
        while (members.Next() is { } name)
        {
            switch (name)
            {
                case "progress":
                    progress = members.ReadBoolean();
                    break;
                case "tokenFormat":
                    withIssuers = ReadFormat(members);
                    break;
                case "userInteractionTimeout":
                    milliseconds = Math.Min(members.ReadPositive(), MaxUserMilliseconds);
                    break;
                default:
                    throw members.Unknown();
            }
        }

        return new Extras(progress, milliseconds, withIssuers);
    }

    private static bool ReadFormat(MemberReader members) => members.ReadString() switch
    {
        TokenReply.Plain => false,
        TokenReply.WithIssuers => true,
        _ => throw members.Wrong($"{TokenReply.Plain} or {TokenReply.WithIssuers}"),
    };

    private readonly record struct Extras(bool Progress, long? UserMilliseconds, bool WithIssuers);
}
