using EidBridge.Card;
using EidBridge.Card.Tests;
using EidBridge.Host.Prompts;
using EidBridge.Host.Tests.Messaging;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Commands;

/// <summary>Whose cards there are, in several readers at once, as the window lists them: the whole host on virtual cards in a scripted PC/SC.</summary>
[TestClass]
public sealed class EveryPersonTests
{
    private const string Nonce = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Login_ListsEveryCardWithItsOwnPersonAndReader(Applet applet)
    {
        var pcsc = new FakePcsc();
        CardPerson[] persons = [CardPersons.Oscar, CardPersons.Nina, CardPersons.Emma, CardPersons.Maria, CardPersons.Jurgen];
        foreach (var person in persons)
        {
            pcsc.Insert(Make(person, applet), $"Reader of {person.Name}");
        }

        var (rows, reply) = await AskAsync(pcsc, $$"""authenticate","arguments":{"challengeNonce":"{{Nonce}}",""");

        CollectionAssert.AreEquivalent(
            persons.Select(person => ($"Reader of {person.Name}", $"{person.GivenNames} {person.Surname}", ObstacleOf(person))).ToArray(),
            rows.Select(row => (row.ReaderName, row.Person!, row.Obstacle)).ToArray());
        Assert.Contains("Foreigner CA", rows.Single(row => row.ReaderName.EndsWith("maria", StringComparison.Ordinal)).Issuer!);
        Assert.Contains("unverifiedCertificate", reply, "the first card that can be used was used");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task KidsCard_CanLogIn_AndNotSign()
    {
        var pcsc = new FakePcsc();
        pcsc.Insert(Make(CardPersons.Emma, Applet.V18), "Reader of emma");
        pcsc.Insert(Make(CardPersons.An, Applet.V18), "Reader of an");

        var (rows, _) = await AskAsync(pcsc, """get-signing-certificate","arguments":{""");

        Assert.AreEqual(ErrorCode.CertificateMissing, rows.Single(row => row.ReaderName == "Reader of emma").Obstacle);
        Assert.IsNull(rows.Single(row => row.ReaderName == "Reader of an").Obstacle);
    }

    [TestMethod]
    [DataRow("6A82")]
    [DataRow("6D00")]
    [DataRow("6E00")]
    [DataRow("6A81")]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CardThatKnowsNoneOfOurCommands_IsNamedAsUnknown_BesideOneThatCanBeUsed(string status)
    {
        var pcsc = new FakePcsc();
        var stranger = Make(CardPersons.Lucie, Applet.V18);
        pcsc.Insert(stranger, "Reader of a stranger");
        pcsc.Insert(Make(CardPersons.An, Applet.V18), "Reader of an");
        pcsc.Pseudo = (_, card) => card == stranger ? Convert.FromHexString(status) : null;

        var (rows, reply) = await AskAsync(pcsc, $$"""authenticate","arguments":{"challengeNonce":"{{Nonce}}",""");

        Assert.AreEqual(ErrorCode.CardUnsupported, rows.Single(row => row.ReaderName == "Reader of a stranger").Obstacle);
        Assert.Contains("unverifiedCertificate", reply);
    }

    private static string? ObstacleOf(CardPerson person) =>
        person == CardPersons.Oscar ? ErrorCode.CertificateExpired
        : person == CardPersons.Nina ? ErrorCode.CertificateNotYetValid
        : null;

    private static VirtualEidCard Make(CardPerson person, Applet applet) => TestCards.Make(person, new CardOptions { Applet = applet });

    private async Task<(IReadOnlyList<CardRow> Rows, string Reply)> AskAsync(FakePcsc pcsc, string request)
    {
        await using var person = new PatientPerson(static () => { });
        using var host = new HostUnderTest(openReaders: () => new CardReaders(pcsc, TimeProvider.System), openPrompt: () => person);
        var frames = await host.AskAsync($$$"""{"command":"{{{request}}}"origin":"https://doctor.example"}}""", TestContext.CancellationToken);
        var rows = person.Views.Select(view => view switch
        {
            PromptView.EnterPin pin => pin.Cards,
            PromptView.Confirm confirm => confirm.Cards,
            _ => [],
        }).Last(list => list.Count > 0);
        return (rows, frames.Single());
    }
}
