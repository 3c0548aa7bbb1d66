using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>The trace for helpdesks: which commands passed, and nothing that was in them.</summary>
[TestClass]
public sealed class TraceTests
{
    private readonly FakePcsc _pcsc = new();
    private readonly List<string> _trace = [];

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void Trace_NamesEveryCommand_AndHoldsNoData(Applet applet)
    {
        _pcsc.Insert(TestCards.Make(CardPersons.An, new CardOptions { Applet = applet, Pin = "739158264051" }));
        using var readers = new CardReaders(new TracingPcsc(_pcsc, _trace.Add), TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());
        card.ReadFile(CardFile.Identity);
        var certificate = card.ReadCertificate(CardCertificate.Authentication);
        using var pin = TestCards.Pin("739158264051");
        var hash = TestCards.Hash(applet);
        var signature = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, pin, hash, CancellationToken.None)).Signature;

        var text = string.Join('\n', _trace);
        Assert.HasCount(_pcsc.Sent.Count + 1, _trace, "connect, and a line for each command");
        Assert.Contains("00200001 (8 bytes) -> 9000 (0 bytes)", text);
        string[] secrets =
        [
            "739158264051", "2C7391", CardPersons.An.NationalNumber, Convert.ToHexString(hash.Value)[..8],
            Convert.ToHexString(signature)[..8], Convert.ToHexString(certificate)[..12], "Peeters",
        ];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, text);
        }
    }

    [TestMethod]
    public void Failure_IsTold_AndStillThrown()
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Accident = (number, _) => number == 2 ? PcscCode.CommunicationError : null;
        using var readers = new CardReaders(new TracingPcsc(_pcsc, _trace.Add), TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());

        Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Authentication));

        Assert.Contains("8010002F", _trace[^1]);
    }
}
