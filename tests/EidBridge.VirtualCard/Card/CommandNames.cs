using System.Buffers.Binary;

namespace EidBridge.VirtualCard.Card;

/// <summary>What the log calls a command.</summary>
internal static class CommandNames
{
    public static string Of(ReadOnlySpan<byte> command) => command.Length < 2 ? "?" : BinaryPrimitives.ReadUInt16BigEndian(command) switch
    {
        0x00A4 => "SELECT",
        0x00B0 => "READ BINARY",
        0x0020 => command.Length > 5 ? "VERIFY" : "VERIFY STATUS",
        0x0024 => "CHANGE PIN",
        0x0022 => "MSE SET",
        0x002A => "PSO",
        0x00C0 => "GET RESPONSE",
        0x0084 => "GET CHALLENGE",
        0x0088 => "INTERNAL AUTHENTICATE",
        0x80E4 => "GET CARD DATA",
        0x80E6 => "LOG OFF",
        0x80B2 => "READ RECORD",
        var other => FormattableString.Invariant($"{other:X4}"),
    };
}
