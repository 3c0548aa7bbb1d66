using EidBridge.Protocol.Identity;

namespace EidBridge.Protocol.Messages;

/// <summary>
/// The arguments of the commands that use a card: Web eID's, and ours inside <c>eidbridge</c>. Each command takes the members it
/// names; any other is refused.
/// </summary>
internal sealed class CardArguments
{
    private const int MinNonceLength = 44;
    private const int MaxNonceLength = 128;
    private const int MaxDocumentName = 255;
    private const int MaxCertificate = 8 * 1024;
    private const long MaxUserMilliseconds = 240_000;
    private string? _nonce;
    private string? _origin;
    private string? _lang;
    private string? _hashFunction;
    private byte[]? _hash;
    private byte[]? _certificate;
    private string? _documentName;
    private IReadOnlyList<string>? _fields;
    private long? _milliseconds;
    private bool _progress;
    private bool _issuers;
    private bool _files;

    private string Origin => _origin ?? throw MemberReader.Missing("origin");

    private TimeSpan? PersonsTime => _milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    public static AuthenticateRequest ReadAuthenticate(MemberReader members)
    {
        var read = Read(members, ["challengeNonce"], ["tokenFormat"]);
        return new AuthenticateRequest(read._nonce ?? throw MemberReader.Missing("challengeNonce"), read.Origin, read._lang)
        {
            WantsProgress = read._progress,
            UserInteractionTimeout = read.PersonsTime,
            WantsIssuers = read._issuers,
        };
    }

    public static SigningCertificateRequest ReadSigningCertificate(MemberReader members)
    {
        var read = Read(members, [], []);
        return new SigningCertificateRequest(read.Origin, read._lang)
        {
            WantsProgress = read._progress,
            UserInteractionTimeout = read.PersonsTime,
        };
    }

    public static SignRequest ReadSign(MemberReader members)
    {
        var read = Read(members, ["hash", "hashFunction", "certificate"], ["documentName"]);
        var function = read._hashFunction ?? throw MemberReader.Missing("hashFunction");
        var hash = read._hash ?? throw MemberReader.Missing("hash");
        if (hash.Length != HashFunction.LengthOf(function))
        {
            throw new EidBridgeException(ErrorCode.InvalidRequest, $"hash: {HashFunction.LengthOf(function)} bytes");
        }

        return new SignRequest(read._certificate ?? throw MemberReader.Missing("certificate"), function, hash, read.Origin, read._lang)
        {
            WantsProgress = read._progress,
            UserInteractionTimeout = read.PersonsTime,
            DocumentName = read._documentName,
        };
    }

    public static IdentityRequest ReadIdentity(MemberReader members)
    {
        var read = Read(members, [], ["fields", "files"]);
        if (read._fields is null && !read._files)
        {
            throw MemberReader.Missing("fields");
        }

        return new IdentityRequest(read._fields ?? [], read.Origin, read._lang)
        {
            WantsProgress = read._progress,
            UserInteractionTimeout = read.PersonsTime,
            WantsFiles = read._files,
        };
    }

    private static CardArguments Read(MemberReader members, ReadOnlySpan<string> names, ReadOnlySpan<string> ours)
    {
        var read = new CardArguments();
        using (members)
        {
            while (members.Next() is { } name)
            {
                if (name is not ("origin" or "lang" or "eidbridge") && !names.Contains(name))
                {
                    throw members.Unknown();
                }

                read.Take(members, name, ours);
            }
        }

        return read;
    }

    private void Take(MemberReader members, string name, ReadOnlySpan<string> ours)
    {
        switch (name)
        {
            case "challengeNonce":
                _nonce = members.ReadString(MinNonceLength, MaxNonceLength);
                break;
            case "origin":
                _origin = members.ReadString();
                break;
            case "lang":
                _lang = members.ReadString();
                break;
            case "hash":
                _hash = members.ReadBase64(HashFunction.MaxLength);
                break;
            case "hashFunction":
                _hashFunction = members.ReadString();
                _ = HashFunction.Find(_hashFunction) ?? throw members.Wrong(HashFunction.Names);
                break;
            case "certificate":
                _certificate = members.ReadBase64(MaxCertificate);
                break;
            default:
                TakeOurs(members, ours);
                break;
        }
    }

    private void TakeOurs(MemberReader members, ReadOnlySpan<string> ours)
    {
        members.EnterObject();
        while (members.Next() is { } name)
        {
            if (name is not ("progress" or "userInteractionTimeout") && !ours.Contains(name))
            {
                throw members.Unknown();
            }

            switch (name)
            {
                case "progress":
                    _progress = members.ReadBoolean();
                    break;
                case "userInteractionTimeout":
                    _milliseconds = Math.Min(members.ReadPositive(), MaxUserMilliseconds);
                    break;
                case "tokenFormat":
                    _issuers = ReadFormat(members);
                    break;
                case "documentName":
                    _documentName = members.ReadString(1, MaxDocumentName);
                    break;
                case "files":
                    _files = members.ReadBoolean();
                    break;
                default:
                    _fields = ReadFields(members);
                    break;
            }
        }
    }

    private static bool ReadFormat(MemberReader members) => members.ReadString() switch
    {
        TokenReply.Plain => false,
        TokenReply.WithIssuers => true,
        _ => throw members.Wrong($"{TokenReply.Plain} or {TokenReply.WithIssuers}"),
    };

    private static IReadOnlyList<string> ReadFields(MemberReader members)
    {
        var fields = members.ReadStrings();
        return fields.Count > 0 && fields.All(IdentityField.All.Contains) && fields.Distinct(StringComparer.Ordinal).Count() == fields.Count
            ? fields
            : throw members.Wrong($"each at most once of {string.Join(' ', IdentityField.All)}");
    }
}
