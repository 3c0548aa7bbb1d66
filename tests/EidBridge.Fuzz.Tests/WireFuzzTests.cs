using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CsCheck;
using EidBridge.Host.Messaging;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Fuzz.Tests;

/// <summary>What a browser, or whoever plays one, can put on the wire.</summary>
[TestClass]
public sealed class WireFuzzTests
{
    private const string Nonce = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static readonly byte[][] Requests =
    [
        .. new[]
        {
            $$$"""{"command":"authenticate","arguments":{"challengeNonce":"{{{Nonce}}}","origin":"https://a.be","lang":"nl","eidbridge":{"progress":true,"tokenFormat":"web-eid:1.1","userInteractionTimeout":60000} } }""",
            """{"command":"get-signing-certificate","arguments":{"origin":"https://a.be","lang":"fr"}}""",
            $$$"""{"command":"sign","arguments":{"certificate":"MIIB","hash":"{{{Convert.ToBase64String(new byte[48])}}}","hashFunction":"SHA-384","origin":"https://a.be","eidbridge":{"documentName":"a.pdf"} } }""",
            """{"command":"get-identity","arguments":{"origin":"https://a.be","eidbridge":{"fields":["surname","photo"],"files":true}}}""",
            """{"command":"status","arguments":{}}""",
            """{"command":"quit","arguments":{"whatever":[1,2.5,{"a":null}]}}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [TestMethod]
    public void Request_IsReadOrRefusedWithACode_AndWhatIsReadIsStrictJson() => FuzzRun.Play(Requests, input =>
    {
        HostRequest request;
        try
        {
            request = RequestReader.Read(input);
        }
        catch (EidBridgeException e)
        {
            Assert.IsTrue(
                e.Code is ErrorCode.InvalidJson or ErrorCode.InvalidUtf8 or ErrorCode.InvalidRequest or ErrorCode.UnknownCommand, e.Code);
            return;
        }

        // Another reader, just as strict, must have read the same command.
        using var document = JsonDocument.Parse(input, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
        var command = document.RootElement.GetProperty("command").GetString();
        Assert.AreEqual(
            command,
            request switch
            {
                AuthenticateRequest => "authenticate",
                SigningCertificateRequest => "get-signing-certificate",
                SignRequest => "sign",
                IdentityRequest => "get-identity",
                StatusRequest => "status",
                _ => "quit",
            });
        if (request is CardRequest card)
        {
            Assert.AreEqual(document.RootElement.GetProperty("arguments").GetProperty("origin").GetString(), card.Origin);
        }
    });

    [TestMethod]
    public void Frame_IsReadWholeOrRefused() => FuzzRun.Play([.. Requests.Select(Frame)], input =>
    {
        try
        {
            var body = new FrameReader(new MemoryStream(input), TimeProvider.System).ReadAsync().GetAwaiter().GetResult();
            Assert.IsTrue(body is null ? input.Length == 0 : body.AsSpan().SequenceEqual(input.AsSpan(4, body.Length)));
        }
        catch (BrokenStreamException)
        {
            Assert.IsTrue(input.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(input) > input.Length - 4);
        }
        catch (EidBridgeException e) when (e.Code is ErrorCode.EmptyMessage or ErrorCode.MessageTooLarge)
        {
            Assert.IsTrue(BinaryPrimitives.ReadUInt32LittleEndian(input) is 0 or > FrameReader.MaxRequestLength);
        }
    });

    [TestMethod]
    public void AnyBody_ComesOutOfItsFrameAsItWentIn() => Gen.Byte.Array[1, 5000].Sample(body =>
    {
        using var pipe = new MemoryStream();
        new FrameWriter(pipe, TimeProvider.System).WriteAsync(body).GetAwaiter().GetResult();
        pipe.Position = 0;
        return new FrameReader(pipe, TimeProvider.System).ReadAsync().GetAwaiter().GetResult()!.AsSpan().SequenceEqual(body);
    });

    [TestMethod]
    public void AnyText_ComesOutOfARequestAsItWentIn() => Gen.String[44, 128].Where(IsText).Sample(nonce =>
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { command = "authenticate", arguments = new { challengeNonce = nonce, origin = "https://a.be" } });
        return RequestReader.Read(json) is AuthenticateRequest read && read.ChallengeNonce == nonce;
    });

    [TestMethod]
    public void AnyReply_IsJsonThatSaysTheSame() => Gen.Select(Gen.Byte.Array[1, 300], Gen.String.Where(IsText), Gen.Int[0, 3]).Sample((bytes, text, tries) =>
    {
        using var token = JsonDocument.Parse(ReplyWriter.Write(new TokenReply(bytes, "ES384", bytes, text)));
        using var failure = JsonDocument.Parse(ReplyWriter.Write(new FailureReply(ErrorCode.PinBlocked, text, tries)));
        return token.RootElement.GetProperty("signature").GetBytesFromBase64().AsSpan().SequenceEqual(bytes)
            && token.RootElement.GetProperty("appVersion").GetString() == text
            && failure.RootElement.GetProperty("error").GetProperty("message").GetString() == text;
    });

    private static byte[] Frame(byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)body.Length);
        return [.. length, .. body];
    }

    // A lone surrogate is no text: what to do with one is tested elsewhere.
    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
