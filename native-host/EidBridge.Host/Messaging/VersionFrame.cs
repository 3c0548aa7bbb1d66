using System.Buffers.Binary;
using System.Text;

namespace EidBridge.Host.Messaging;

/// <summary>The first thing a host says, before it composes anything.</summary>
internal static class VersionFrame
{
    public const string Text =
        $$$"""{"version":"{{{HostVersion.WebEid}}}","eidbridge":{"version":"{{{HostVersion.Number}}}","protocol":1}}""";

    public static void WriteTo(Stream output)
    {
        Span<byte> frame = stackalloc byte[sizeof(uint) + Text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)Text.Length);
        Encoding.ASCII.GetBytes(Text, frame[sizeof(uint)..]);
        output.Write(frame);
        output.Flush();
    }
}
