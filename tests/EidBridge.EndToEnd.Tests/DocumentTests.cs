using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A page that signs a document and asks for data: page library, extension, host, window and card, all real.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DocumentTests : OnStage
{
    private const int Limit = 120_000;

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Page_SignsADocument(Applet applet)
    {
        await OpenPageAsync(applet);
        var hash = SHA384.HashData("a document"u8);

        var choosing = AskAsync("bridge.getSigningCertificate(options)");
        await AgreeAsync();
        var der = (await choosing).GetProperty("certificate").GetBytesFromBase64();
        var certificate = Convert.ToBase64String(der);
        var signing = AskAsync($"bridge.sign('{certificate}', '{Convert.ToBase64String(hash)}', 'SHA-384', {{ ...options, documentName: 'contract.pdf' }})");
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await Journey.Page.WaitForSelectorAsync("body[data-bridge=waiting-for-pin]");
        await Journey.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);

        var signature = (await signing).GetProperty("signature").GetBytesFromBase64();
        using var leaf = X509CertificateLoader.LoadCertificate(der);
        using var ec = leaf.GetECDsaPublicKey();
        using var rsa = leaf.GetRSAPublicKey();
        Assert.IsTrue(ec?.VerifyHash(hash, signature) ?? rsa!.VerifyHash(hash, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1));
        Assert.AreEqual(1, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Page_GetsTheDataThePersonAgreedTo_AndNoMore()
    {
        await OpenPageAsync(Applet.V18);

        var asking = AskAsync("bridge.getIdentity(['surname', 'address'], options)");
        await AgreeAsync();

        Assert.AreEqual(
            """{"identity":{"surname":"Peeters","address":{"streetAndNumber":"Kouter 12","zip":"9000","municipality":"Gent"}}}""",
            (await asking).GetRawText());
        Assert.AreEqual(0, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Refusal_InTheWindow_LeavesThePageWithNothing()
    {
        await OpenPageAsync(Applet.V18);

        var asking = AskAsync("bridge.getIdentity([], { ...options, files: true })");
        await Stage.Display.PressAsync(await Stage.Display.WaitForHostWindowAsync(CancellationToken), "Escape", CancellationToken);

        Assert.AreEqual("user-cancelled", (await asking).GetProperty("code").GetString());
    }

    private async Task OpenPageAsync(Applet applet)
    {
        await SetAsync(new StageOptions { Applet = applet });
        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");
        await Journey.WaitUntilEverythingIsInPlaceAsync();
    }

    /// <summary>A click of the person first: no page may open the window by itself.</summary>
    private async Task<JsonElement> AskAsync(string call)
    {
        await Journey.Page.Locator("h1").ClickAsync();
        return JsonSerializer.Deserialize<JsonElement>(await Journey.Page.EvaluateAsync<string>(
            $$"""
            async () => {
              const bridge = await import("/lib/eidbridge.js");
              const options = { lang: "en", onProgress: (state) => (document.body.dataset.bridge = state) };
              return JSON.stringify(await {{call}}.catch((e) => ({ code: e.code, message: e.message })));
            }
            """));
    }

    private async Task AgreeAsync()
    {
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await Journey.Page.WaitForSelectorAsync("body[data-bridge=waiting-for-consent]");
        await Stage.Display.AgreeAsync(window, CancellationToken);
    }
}
