namespace EidBridge.Protocol.Messages;

/// <summary>Turns the body of a frame into a request. Unknown members and wrong types are refused; a value is never echoed.</summary>
public static class RequestReader
{
    /// <exception cref="EidBridgeException">
    /// <see cref="ErrorCode.InvalidUtf8"/>, <see cref="ErrorCode.InvalidJson"/>, <see cref="ErrorCode.UnknownCommand"/>,
    /// <see cref="ErrorCode.InvalidRequest"/>.
    /// </exception>
    public static HostRequest Read(ReadOnlySpan<byte> utf8)
    {
        var text = StrictJson.Check(utf8, JsonLimits.Request);
        return ReadCommand(text) switch
        {
            "authenticate" => CardArguments.ReadAuthenticate(Arguments(text)),
            "get-signing-certificate" => CardArguments.ReadSigningCertificate(Arguments(text)),
            "sign" => CardArguments.ReadSign(Arguments(text)),
            "get-identity" => CardArguments.ReadIdentity(Arguments(text)),
            "status" => ReadStatus(Arguments(text)),
            "quit" => new QuitRequest(),
            _ => throw new EidBridgeException(ErrorCode.UnknownCommand),
        };
    }

    // The members may come in any order: the command is looked up first, the arguments are read knowing it.
    private static string ReadCommand(string text)
    {
        using var members = new MemberReader(text);
        string? command = null;
        var hasArguments = false;
        while (members.Next() is { } name)
        {
            switch (name)
            {
                case "command":
                    command = members.ReadString();
                    break;
                case "arguments":
                    hasArguments = true;
                    members.SkipObject();
                    break;
                default:
                    throw members.Unknown();
            }
        }

        return hasArguments && command is not null ? command : throw MemberReader.Missing(command is null ? "command" : "arguments");
    }

    private static MemberReader Arguments(string text)
    {
        var members = new MemberReader(text);
        while (!string.Equals(members.Next(), "arguments", StringComparison.Ordinal))
        {
            members.Skip();
        }

        members.EnterObject();
        return members;
    }

    private static StatusRequest ReadStatus(MemberReader arguments)
    {
        using (arguments)
        {
            return arguments.Next() is null ? new StatusRequest() : throw arguments.Unknown();
        }
    }
}
