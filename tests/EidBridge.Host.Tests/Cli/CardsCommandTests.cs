using System.Text.Json;
using EidBridge.Card;
using EidBridge.Card.Tests;
using EidBridge.Host.Cli;
using EidBridge.Host.Tests.Commands;
using EidBridge.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Cli;

[TestClass]
public sealed class CardsCommandTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeCardReaders _readers = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [TestMethod]
    public async Task EveryReader_IsTold_WithCardCertificatesAndObstacles()
    {
        Insert("Reader 1", FakeCard.Ec("An", "Peeters", Now.AddYears(-1), Now.AddYears(9)));
        Insert("Reader 2", FakeCard.Ec("Bo", "Claes", Now.AddYears(-10), Now.AddDays(-1)));
        _readers.Plug("Reader 3");

        var code = await RunAsync("--json");

        using var json = JsonDocument.Parse(_output.ToString());
        var readers = json.RootElement.GetProperty("readers").EnumerateArray().ToList();
        Assert.AreEqual(0, code);
        CollectionAssert.AreEqual((string[])["Reader 1", "Reader 2", "Reader 3"], readers.Select(r => r.GetProperty("name").GetString()).ToArray());
        var card = readers[0].GetProperty("card");
        Assert.AreEqual(("1.8", 3), (card.GetProperty("applet").GetString(), card.GetProperty("triesLeft").GetInt32()));
        var certificate = card.GetProperty("certificates")[0];
        Assert.AreEqual("An Peeters", certificate.GetProperty("person").GetString());
        Assert.AreEqual(JsonValueKind.Null, certificate.GetProperty("obstacle").ValueKind);
        Assert.AreEqual(ErrorCode.CertificateExpired, readers[1].GetProperty("card").GetProperty("certificates")[0].GetProperty("obstacle").GetString());
        Assert.IsFalse(readers[2].TryGetProperty("card", out _));
    }

    [TestMethod]
    public async Task Text_NamesPersonAndEnd_AndNoRegisterNumber()
    {
        Insert("Reader 1", FakeCard.Ec("An", "Peeters", Now.AddYears(-1), Now.AddYears(9)));

        Assert.AreEqual(0, await RunAsync());

        var text = _output.ToString();
        Assert.Contains("PIN tries left: 3", text);
        Assert.Contains("An Peeters", text);
        Assert.Contains("2035-11-24", text);
        Assert.DoesNotContain("00000000000", text, "the serial number of the subject");
    }

    [TestMethod]
    public async Task CardThatCannotBeRead_IsSaid_AndTheOthersToo()
    {
        var card = FakeCard.Ec("An", "Peeters", Now.AddYears(-1), Now.AddYears(9));
        card.Reads.Enqueue(nameof(CardFault.CardUnsupported));
        Insert("Reader 1", card);
        Insert("Reader 2", FakeCard.Ec("Bo", "Claes", Now.AddYears(-1), Now.AddYears(9)));
        _readers.Plug("Reader 3");
        _readers.InsertMute("Reader 3");

        Assert.AreEqual(1, await RunAsync());

        var text = _output.ToString();
        Assert.Contains("(card-unsupported)", text);
        Assert.Contains("Bo Claes", text);
        Assert.Contains("(card-error)", text);
        Assert.AreEqual(0, _readers.Open, "cards left connected");
    }

    [TestMethod]
    public async Task ReaderThatRefusesTheQuestionForTries_HidesNoCertificate()
    {
        var pcsc = new FakePcsc { Pseudo = static (command, _) => command[1] == 0x20 ? [0x6D, 0x00] : null };
        pcsc.Insert(TestCards.Make());

        Assert.AreEqual(0, await CardsCommand.RunAsync(
            ["--json"], new Terminal(TextReader.Null, _output, _errors), () => new CardReaders(pcsc, TimeProvider.System), _time));

        using var json = JsonDocument.Parse(_output.ToString());
        var card = json.RootElement.GetProperty("readers")[0].GetProperty("card");
        Assert.AreEqual(JsonValueKind.Null, card.GetProperty("triesLeft").ValueKind);
        Assert.IsTrue(card.GetProperty("certificates").EnumerateArray().All(certificate => certificate.GetProperty("person").GetString() is not null));
        Assert.AreEqual(2, card.GetProperty("certificates").GetArrayLength());
    }

    [TestMethod]
    public async Task KidsCard_HasNoSigningCertificate_AndThatIsNoFailure()
    {
        var card = FakeCard.Ec("Kim", "Peeters", Now.AddYears(-1), Now.AddYears(9));
        card.Reads.Enqueue("ok");
        card.Reads.Enqueue(nameof(CardFault.CertificateMissing));
        Insert("Reader 1", card);

        Assert.AreEqual(0, await RunAsync());

        Assert.Contains("(certificate-missing)", _output.ToString());
    }

    [TestMethod]
    [DataRow("", "pcsc-unavailable")]
    [DataRow("--json", "\"pcsc-unavailable\"")]
    public async Task ServiceThatDoesNotRun_IsACode(string option, string expected)
    {
        _readers.ListFault = CardFault.ServiceUnavailable;

        Assert.AreEqual(1, await RunAsync(option.Length == 0 ? [] : [option]));

        Assert.Contains(expected, _output.ToString());
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    [DataRow(true, ErrorCode.CardError, DisplayName = "beside one that answers")]
    [DataRow(false, ErrorCode.PcscUnavailable, DisplayName = "alone")]
    public async Task CardThatHangs_HidesNoOther(bool another, string code)
    {
        Insert("Reader 1", FakeCard.Ec("An", "Peeters", Now.AddYears(-1), Now.AddYears(9)));
        if (another)
        {
            Insert("Reader 2", FakeCard.Ec("Bo", "Claes", Now.AddYears(-1), Now.AddYears(9)));
        }

        using var free = new ManualResetEventSlim();
        using var other = new CountdownEvent(another ? 2 : 0);
        _readers.OnRead = reader =>
        {
            if (reader != "Reader 1")
            {
                other.Signal();
                return;
            }

            other.Wait();
            SpinWait.SpinUntil(() => _readers.Open == 1);
            Hold(free);
        };

        var exit = await RunAsync();

        free.Set();
        Assert.AreEqual(1, exit);
        Assert.Contains($"({code})", _output.ToString());
        Assert.AreEqual(another, _output.ToString().Contains("Bo Claes", StringComparison.Ordinal));
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task ServiceThatHangs_IsTold()
    {
        using var free = new ManualResetEventSlim();
        _readers.OnList = () => Hold(free);

        var exit = await RunAsync();

        free.Set();
        Assert.AreEqual(1, exit);
        Assert.Contains(ErrorCode.PcscUnavailable, _output.ToString());
    }

    [TestMethod]
    public async Task NoReader_SaysWhatToDo()
    {
        Assert.AreEqual(0, await RunAsync());

        Assert.AreEqual(ErrorCatalogue.TextFor(ErrorCode.NoReader, System.Globalization.CultureInfo.CurrentUICulture.Name), _output.ToString().TrimEnd());
    }

    [TestMethod]
    public async Task UnknownOption_IsWrongUsage()
    {
        Assert.AreEqual(2, await RunAsync("--xml"));

        Assert.Contains("usage", _errors.ToString());
    }

    private Task<int> RunAsync(params string[] args) =>
        CardsCommand.RunAsync(args, new Terminal(TextReader.Null, _output, _errors), () => _readers, _time);

    /// <summary>A call of the service that does not come back while time goes by.</summary>
    private void Hold(ManualResetEventSlim free)
    {
        while (!free.Wait(TimeSpan.FromMilliseconds(10)))
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }

    private void Insert(string reader, FakeCard card)
    {
        _readers.Plug(reader);
        _readers.Insert(reader, card);
    }
}
