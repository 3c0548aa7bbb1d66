using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EidBridge.Card;
using EidBridge.Host.Commands;
using EidBridge.Host.Prompts;
using EidBridge.Host.Tests.Messaging;
using EidBridge.Protocol;

namespace EidBridge.Host.Tests.Commands;

/// <summary>What a conversation file cannot say of a login: the signature, the rows of the window, the log, what is left behind.</summary>
[TestClass]
public sealed class AuthenticateTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HostUnderTest _host = new();

    [TestCleanup]
    public void Clean() => _host.Dispose();

    [TestMethod]
    public async Task Token_IsSignedOverOriginAndNonce()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        using var token = JsonDocument.Parse(await _host.LogInAsync());

        var root = token.RootElement;
        using var certificate = X509CertificateLoader.LoadCertificate(root.GetProperty("unverifiedCertificate").GetBytesFromBase64());
        using var key = certificate.GetECDsaPublicKey()!;
        byte[] signed = [.. SHA384.HashData(Encoding.UTF8.GetBytes(HostUnderTest.Origin)), .. SHA384.HashData(Encoding.UTF8.GetBytes(HostUnderTest.Nonce))];
        Assert.IsTrue(key.VerifyData(signed, root.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA384));
    }

    [TestMethod]
    public async Task Rows_SayPersonReaderIssuerAndEnd()
    {
        _host.Insert("Reader 1", Card());
        _host.Insert("Reader 2", FakeCard.Ec("Bo", "Claes", From.AddYears(-9), From));
        _host.Prompt.At("enter-pin", prompt => prompt.Cancel());

        await _host.LogInAsync();

        var view = _host.Prompt.Views.OfType<PromptView.EnterPin>().Single();
        Assert.AreEqual(new CardRow("Reader 1", "An Maria Peeters", "An Maria Peeters (Authentication)", From.AddYears(9), null), view.Cards[0]);
        Assert.AreEqual(("Reader 2", "Bo Claes", ErrorCode.CertificateExpired), (view.Cards[1].ReaderName, view.Cards[1].Person, view.Cards[1].Obstacle));
        Assert.AreEqual((0, HostUnderTest.Origin, true, "nl"), (view.Chosen, view.Site.Origin, view.Site.FirstVisit, view.Language));
    }

    [TestMethod]
    public async Task Login_MakesTheSiteKnown_AndACancelDoesNot()
    {
        _host.Insert("Reader 1", Card());
        var sites = new SiteMemory(Path.Combine(_host.Folder, "sites"));
        _host.Prompt.At("enter-pin", prompt =>
        {
            Assert.IsTrue(sites.IsNew(HostUnderTest.Origin));
            prompt.Enter("1234", 0);
        });

        await _host.LogInAsync();

        Assert.IsFalse(sites.IsNew(HostUnderTest.Origin));
    }

    [TestMethod]
    [DataRow("right")]
    [DataRow("wrong 2")]
    [DataRow("CardError")]
    [DataRow("forged")]
    public async Task Log_HoldsNoSecret_HoweverItEnds(string outcome)
    {
        var card = Card();
        card.Signs.Enqueue(outcome);
        _host.Insert("Reader 1", card);
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("739154", 0));
        _host.Prompt.At("enter-pin 2 left", prompt => prompt.Cancel());

        await _host.LogInAsync();

        var log = _host.Log.ToString();
        Assert.Contains("AuthenticateRequest", log);
        foreach (var secret in new[] { HostUnderTest.Nonce, "739154", "Peeters", "An Maria", "00000000000", "doctor.example", Convert.ToBase64String(card.Certificate)[..40] })
        {
            Assert.DoesNotContain(secret, log);
        }
    }

    [TestMethod]
    public async Task WindowAndReaders_AreClosedWhenTheBrowserLeaves()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", _ => _host.End());

        Assert.AreEqual("", await _host.LogInAsync());

        Assert.IsTrue(_host.Prompt.IsDisposed);
        Assert.IsTrue(_host.Readers.IsDisposed);
        Assert.AreEqual(0, _host.Readers.Open);
    }

    [TestMethod]
    public async Task BusyCard_IsReadAgainAfterTwoSeconds()
    {
        var card = Card();
        card.Reads.Enqueue(nameof(CardFault.CardBusy));
        _host.Insert("Reader 1", card);
        _host.Prompt.At("stopped card-busy", _ => _host.Readers.OnWait = () => _host.Time.Advance(TimeSpan.FromSeconds(2)));
        _host.Prompt.At("enter-pin", prompt =>
        {
            _host.Readers.OnWait = () => { };
            prompt.Enter("1234", 0);
        });

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task Cancel_CountsWhileAnotherProgramHoldsTheCard()
    {
        _host.Insert("Reader 1", Card());
        using var free = new ManualResetEventSlim();
        _host.Readers.OnRead = _ =>
        {
            _host.Prompt.Cancel();
            _host.Hold(free);
        };

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.Contains("\"user-cancelled\"", answer);
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_CountsWhileAnotherProgramHoldsTheCard()
    {
        _host.Insert("Reader 1", Card());
        using var free = new ManualResetEventSlim();
        _host.Readers.OnRead = _ =>
        {
            _host.End();
            _host.Hold(free);
        };

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.AreEqual("", answer);
    }

    [TestMethod]
    public async Task Cancel_WhileTheCardIsWaitedFor_SignsNothing()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Readers.OnSign = stop =>
        {
            _host.Prompt.Cancel();
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
        };

        Assert.Contains("\"user-cancelled\"", await _host.LogInAsync());
    }

    [TestMethod]
    public async Task Cancel_ThatComesWithTheSignature_IsACancel()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Readers.OnSign = _ => _host.Prompt.Cancel();

        Assert.Contains("\"user-cancelled\"", await _host.LogInAsync());
    }

    [TestMethod]
    [DataRow(true, "user-cancelled")]
    [DataRow(false, "user-timeout")]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task ReaderThatHangsInACommand_IsNotWaitedFor(bool cancels, string code)
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        using var free = new ManualResetEventSlim();
        _host.Readers.OnSign = _ =>
        {
            if (cancels)
            {
                _host.Prompt.Cancel();
            }

            _host.Hold(free);
        };

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.Contains(code, answer);
    }

    [TestMethod]
    public async Task WindowThatBreaks_IsAFrameWithACode()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt => prompt.Break());

        Assert.Contains("\"prompt-unavailable\"", await _host.LogInAsync());
    }

    [TestMethod]
    public async Task PinThatComesWithTheEndOfTheTime_IsNotUsed()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt =>
        {
            _host.Time.Advance(TimeSpan.FromMinutes(5));
            prompt.Enter("1234", 0);
        });

        Assert.Contains("\"user-timeout\"", await _host.LogInAsync());
        Assert.DoesNotContain("sign Reader 1", _host.Readers.Uses);
    }

    [TestMethod]
    public async Task ServiceThatDoesNotAnswer_IsToldAfterTenSeconds()
    {
        using var free = new ManualResetEventSlim();
        _host.Readers.OnList = () => _host.Hold(free);

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.Contains("\"pcsc-unavailable\"", answer);
    }

    [TestMethod]
    public async Task ServiceThatStopsWhileACardIsRead_LeavesNothingConnected()
    {
        var card = Card();
        card.Reads.Enqueue(nameof(CardFault.ServiceUnavailable));
        _host.Insert("Reader 1", card);

        Assert.Contains("\"pcsc-unavailable\"", await _host.LogInAsync());

        Assert.AreEqual(0, _host.Readers.Open);
    }

    [TestMethod]
    public void EveryFault_HasACodeOfTheCatalogue()
    {
        var codes = Enum.GetValues<CardFault>().Select(CardFaults.CodeOf).ToList();

        CollectionAssert.AllItemsAreUnique(codes);
        foreach (var code in codes)
        {
            Assert.AreEqual(code, ErrorCatalogue.Find(code).Code);
        }
    }

    [TestMethod]
    public async Task QuitAndRefusedRequests_ComposeNothing()
    {
        var running = _host.RunAsync();
        await _host.ReceiveAsync();
        await _host.SendAsync("""{"command":"quit","arguments":{}}""");

        await running;

        Assert.AreEqual(0, _host.Composed);
    }

    [TestMethod]
    public async Task RefusedConfiguration_IsAFrameInTheLanguageAskedFor()
    {
        _host.CompositionFault = new EidBridgeException(ErrorCode.ConfigurationRefused, "writable by others");

        var answer = await _host.LogInAsync();

        Assert.Contains("\"configuration-refused\"", answer);
        Assert.Contains("IT-dienst", answer);
    }

    private static FakeCard Card() => FakeCard.Ec("An Maria", "Peeters", From, From.AddYears(9));
}
