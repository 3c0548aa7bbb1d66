using System.Buffers.Binary;
using System.IO.Pipelines;
using EidBridge.Host.Messaging;
using EidBridge.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Messaging;

[TestClass]
public sealed class FrameTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();

    [TestMethod]
    public async Task LargestFrame_ArrivesWhole_AndOneByteMoreIsRefused()
    {
        var body = new byte[FrameReader.MaxRequestLength];
        body[^1] = 7;
        using var whole = new MemoryStream(Frame(body));
        using var tooLong = new MemoryStream(Frame(new byte[FrameReader.MaxRequestLength + 1]));

        CollectionAssert.AreEqual(body, await new FrameReader(whole, _time).ReadAsync());
        var refused = await Assert.ThrowsExactlyAsync<EidBridgeException>(() => new FrameReader(tooLong, _time).ReadAsync());
        Assert.AreEqual(ErrorCode.MessageTooLarge, refused.Code);
    }

    [TestMethod]
    public async Task FrameInSingleBytes_ArrivesWhole()
    {
        var reading = Reader().ReadAsync();

        foreach (var one in Frame("{}"u8.ToArray()))
        {
            await _pipe.Writer.WriteAsync(new[] { one });
        }

        CollectionAssert.AreEqual("{}"u8.ToArray(), await reading);
    }

    [TestMethod]
    public async Task TwoFramesInOneWrite_AreTwoFrames()
    {
        using var both = new MemoryStream([.. Frame("{}"u8.ToArray()), .. Frame("[]"u8.ToArray())]);
        var reader = new FrameReader(both, _time);

        CollectionAssert.AreEqual("{}"u8.ToArray(), await reader.ReadAsync());
        CollectionAssert.AreEqual("[]"u8.ToArray(), await reader.ReadAsync());
        Assert.IsNull(await reader.ReadAsync());
    }

    [TestMethod]
    public async Task EndBeforeAFrame_IsTheEnd()
    {
        using var input = new MemoryStream();

        Assert.IsNull(await new FrameReader(input, _time).ReadAsync());
    }

    [TestMethod]
    [DataRow("02", DisplayName = "inside the length")]
    [DataRow("02000000", DisplayName = "before the body")]
    [DataRow("020000007B", DisplayName = "inside the body")]
    public async Task EndInsideAFrame_BreaksTheStream(string hex)
    {
        using var input = new MemoryStream(Convert.FromHexString(hex));

        await Assert.ThrowsExactlyAsync<BrokenStreamException>(() => new FrameReader(input, _time).ReadAsync());
    }

    [TestMethod]
    public async Task SilenceOf30Seconds_IsTheEnd()
    {
        var reading = Reader().ReadAsync();

        _time.Advance(FrameReader.FirstByteLimit);

        Assert.IsNull(await reading);
    }

    [TestMethod]
    [DataRow("02", DisplayName = "inside the length")]
    [DataRow("020000007B", DisplayName = "inside the body")]
    public async Task FrameThatStallsFor10Seconds_BreaksTheStream(string hex)
    {
        await _pipe.Writer.WriteAsync(Convert.FromHexString(hex));
        var reading = Reader().ReadAsync();

        _time.Advance(FrameReader.CompletionLimit);

        await Assert.ThrowsExactlyAsync<BrokenStreamException>(() => reading);
    }

    [TestMethod]
    public async Task BrowserThatDoesNotRead_BreaksTheStreamAfter10Seconds()
    {
        var full = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var writing = new FrameWriter(full.Writer.AsStream(), _time).WriteAsync("{}"u8.ToArray());

        _time.Advance(FrameWriter.WriteLimit);

        await Assert.ThrowsExactlyAsync<BrokenStreamException>(() => writing);
    }

    [TestMethod]
    public async Task ReplyOver256KiB_IsABug()
    {
        using var output = new MemoryStream();
        var writer = new FrameWriter(output, _time);

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => writer.WriteAsync(new byte[FrameWriter.MaxLength + 1]));
        Assert.AreEqual(0, output.Length);
    }

    private static byte[] Frame(byte[] body)
    {
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        return frame;
    }

    private FrameReader Reader() => new(_pipe.Reader.AsStream(), _time);
}
