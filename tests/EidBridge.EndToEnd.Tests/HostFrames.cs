using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EidBridge.Host.Tests.Messaging;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Frames to and from a host whose pipes are ours, and the turns of a conversation file.</summary>
internal static class HostFrames
{
    public static async Task PlayAsync(Process host, JsonElement turn, CancellationToken cancellationToken)
    {
        foreach (var act in turn.EnumerateObject())
        {
            switch (act.Name)
            {
                case "send":
                    await SendAsync(host, Encoding.UTF8.GetBytes(act.Value.GetRawText()), cancellationToken);
                    break;
                case "sendText":
                    await SendAsync(host, Encoding.UTF8.GetBytes(act.Value.GetString()!), cancellationToken);
                    break;
                case "sendHex":
                    await host.StandardInput.BaseStream.WriteAsync(Convert.FromHexString(act.Value.GetString()!), cancellationToken);
                    await host.StandardInput.BaseStream.FlushAsync(cancellationToken);
                    break;
                case "end":
                    host.StandardInput.Close();
                    break;
                case "expect":
                    JsonPattern.AssertMatches(act.Value, await ReadAsync(host, cancellationToken));
                    break;
                default:
                    throw new InvalidDataException($"unknown act {act.Name}");
            }
        }
    }

    public static async Task SendAsync(Process host, byte[] body, CancellationToken cancellationToken)
    {
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        await host.StandardInput.BaseStream.WriteAsync(frame, cancellationToken);
        await host.StandardInput.BaseStream.FlushAsync(cancellationToken);
    }

    public static async Task<string> ReadAsync(Process host, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(uint)];
        await host.StandardOutput.BaseStream.ReadExactlyAsync(length, cancellationToken);
        var body = new byte[BinaryPrimitives.ReadUInt32LittleEndian(length)];
        await host.StandardOutput.BaseStream.ReadExactlyAsync(body, cancellationToken);
        return Encoding.UTF8.GetString(body);
    }
}
