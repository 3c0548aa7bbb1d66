using System.Text;
using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Identity;

/// <summary>Files of good cards are believed, and their JSON is read to the letter.</summary>
[TestClass]
public sealed class IdentityFilesTests
{
    private static IEnumerable<object[]> SpoiledMembers =>
    [
        ["photo", null!],
        ["photo", 1],
        ["photo", string.Empty],
        ["photo", "bm8=bm8="],
        ["photo", "bm9="],
        ["identity", " "],
        ["registerCertificate", new[] { "AA==" }],
        ["another", "AA=="],
    ];

    [TestMethod]
    [DataRow("an", Applet.V18)]
    [DataRow("an", Applet.V17)]
    [DataRow("jurgen", Applet.V18)]
    [DataRow("lucie", Applet.V17)]
    [DataRow("maria", Applet.V18)]
    [DataRow("emma", Applet.V18)]
    public async Task FilesOfTheCard_TellWhatTheRegisterSigned(string name, Applet applet)
    {
        var person = CardPersons.Find(name);
        var files = IdentityWorkshop.Files(person, applet);

        var verified = await IdentityWorkshop.Verifier().VerifyAsync(IdentityWorkshop.Json(files), IdentityWorkshop.Holder(person, applet));

        Assert.AreEqual(person.NationalNumber, verified.Identity.NationalNumber);
        Assert.AreEqual(person.Surname, verified.Identity.Surname);
        Assert.AreEqual(person.Born.ToString("yyyy-MM-dd", null), verified.Identity.BirthDate);
        Assert.AreEqual((person.Street, person.Zip, person.Municipality), (verified.Address.StreetAndNumber, verified.Address.Zip, verified.Address.Municipality));
        Assert.AreSequenceEqual(files.Photo, verified.Photo.ToArray());
        Assert.AreEqual(person.NationalNumber, verified.Holder.NationalNumber);
        Assert.IsNull(verified.BasicKey);
        Assert.AreEqual("(verified identity)", verified.ToString());
    }

    [TestMethod]
    public async Task BasicKey_IsTakenByItsHash_AndAnotherIsRefused()
    {
        var card = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18);
        var files = IdentityWorkshop.Files(CardPersons.An, Applet.V18) with { BasicKey = card.Files["3F00DF014040"] };

        var verified = await IdentityWorkshop.Verifier().VerifyAsync(IdentityWorkshop.Json(files), IdentityWorkshop.Holder(CardPersons.An));

        Assert.AreSequenceEqual(files.BasicKey, verified.BasicKey!.Value.ToArray());
        var other = TokenWorkshop.Pki.Issue(CardPersons.Lucie, Applet.V18).Files["3F00DF014040"];
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(files with { BasicKey = other }));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    public async Task BasicKeyOfACardThatHasNone_IsRefused(Applet applet)
    {
        var files = IdentityWorkshop.Files(CardPersons.An, applet) with { BasicKey = [1, 2, 3] };

        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(files));
    }

    [TestMethod]
    [DynamicData(nameof(SpoiledMembers))]
    public async Task MemberThatIsNoFile_IsRefused(string name, object? value)
    {
        var members = IdentityWorkshop.Members(IdentityWorkshop.Files(CardPersons.An, Applet.V18));
        members[name] = value;

        Assert.IsTrue(await RefusalOfAsync(JsonSerializer.SerializeToUtf8Bytes(members)) is ErrorCode.IdentityInvalid or ErrorCode.InvalidJson);
    }

    [TestMethod]
    [DataRow("identity")]
    [DataRow("identitySignature")]
    [DataRow("address")]
    [DataRow("addressSignature")]
    [DataRow("photo")]
    [DataRow("registerCertificate")]
    public async Task FileThatIsMissing_IsRefused(string name)
    {
        var members = IdentityWorkshop.Members(IdentityWorkshop.Files(CardPersons.An, Applet.V18));
        members.Remove(name);

        Assert.AreEqual(ErrorCode.IdentityInvalid, await RefusalOfAsync(JsonSerializer.SerializeToUtf8Bytes(members)));
    }

    [TestMethod]
    [DataRow("{\"identity\":\"AA==\",\"identity\":\"AA==\"}", ErrorCode.InvalidJson)]
    [DataRow("{\"identity\":\"AA==\"} x", ErrorCode.InvalidJson)]
    [DataRow("{\"identity\":\"AA==\" /* no */}", ErrorCode.InvalidJson)]
    [DataRow("[]", ErrorCode.InvalidJson)]
    [DataRow("", ErrorCode.InvalidJson)]
    [DataRow("{}", ErrorCode.IdentityInvalid)]
    public async Task JsonThatIsNotStrict_IsRefused(string json, string code) => Assert.AreEqual(code, await RefusalOfAsync(Encoding.UTF8.GetBytes(json)));

    [TestMethod]
    public async Task MoreThanACardHolds_IsRefusedUnread() =>
        Assert.AreEqual(ErrorCode.IdentityInvalid, await RefusalOfAsync(new byte[100_001]));

    private static async Task<string> RefusalOfAsync(byte[] json) => (await Assert.ThrowsExactlyAsync<EidBridgeException>(
        () => IdentityWorkshop.Verifier().VerifyAsync(json, IdentityWorkshop.Holder(CardPersons.An)))).Code;
}
