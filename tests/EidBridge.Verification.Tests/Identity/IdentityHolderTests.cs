using System.Reflection;
using EidBridge.Protocol;
using EidBridge.Verification.Identity;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Identity;

/// <summary>Files are believed for the person that a token proved, and for nobody else: they can be copied.</summary>
[TestClass]
public sealed class IdentityHolderTests
{
    [TestMethod]
    public async Task FilesOfAnotherPerson_AreRefused_HoweverGenuine()
    {
        var lucie = IdentityWorkshop.Files(CardPersons.Lucie, Applet.V18);

        Assert.AreEqual(ErrorCode.IdentityMismatch, await IdentityWorkshop.RefusalOfAsync(lucie, IdentityWorkshop.Holder(CardPersons.An)));
    }

    [TestMethod]
    public async Task FilesOfTheSamePersonsOtherCard_AreTaken()
    {
        var verified = await IdentityWorkshop.Verifier()
            .VerifyAsync(IdentityWorkshop.Files(CardPersons.An, Applet.V17), IdentityWorkshop.Holder(CardPersons.An, Applet.V18));

        Assert.AreEqual(CardPersons.An.NationalNumber, verified.Identity.NationalNumber);
    }

    [TestMethod]
    public async Task HolderWhoRestsOnAStaleAnswer_IsRefused()
    {
        var holder = IdentityWorkshop.Holder(CardPersons.An, Applet.V18);
        holder.RestsOnStaleAnswer = true;

        Assert.AreEqual(
            ErrorCode.RevocationUnavailable, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.Files(CardPersons.An, Applet.V18), holder));
    }

    [TestMethod]
    public void ProvedPerson_CanBeMadeByTheVerifierAlone()
    {
        var type = typeof(VerifiedEid);

        Assert.IsEmpty(type.GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.IsNull(type.GetMethod("<Clone>$"), "a record could be copied with another number");
        Assert.IsEmpty(typeof(VerifiedIdentity).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        foreach (var verify in typeof(IdentityVerifier).GetMethods().Where(m => m.DeclaringType == typeof(IdentityVerifier)))
        {
            Assert.Contains(typeof(VerifiedEid), verify.GetParameters().Select(p => p.ParameterType));
        }
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("8005179981")]
    [DataRow("8005179981A")]
    public async Task FileWithoutANationalNumber_IsRefused(string? number)
    {
        var files = Spoil(0x06, number);

        Assert.AreEqual(ErrorCode.IdentityInvalid, await IdentityWorkshop.RefusalOfAsync(files));
    }

    [TestMethod]
    [DataRow("23.11.2026", null, DisplayName = "until today")]
    [DataRow("22.11.2026", ErrorCode.IdentityExpired, DisplayName = "until yesterday")]
    [DataRow("", null, DisplayName = "without an end")]
    [DataRow("22/11/2026", null, DisplayName = "written in another way")]
    public async Task CardThatHasEnded_IsRefused(string until, string? code)
    {
        var files = Spoil(0x04, until);

        if (code is null)
        {
            Assert.IsNotNull(await IdentityWorkshop.Verifier().VerifyAsync(files, IdentityWorkshop.Holder(CardPersons.An)));
        }
        else
        {
            Assert.AreEqual(code, await IdentityWorkshop.RefusalOfAsync(files));
        }
    }

    [TestMethod]
    public async Task FileThatCannotBeRead_IsRefused()
    {
        var files = IdentityWorkshop.Files(CardPersons.An, Applet.V18);

        Assert.AreEqual(ErrorCode.IdentityInvalid, await IdentityWorkshop.RefusalOfAsync(files with { Identity = files.Identity[..^1] }));
        Assert.AreEqual(ErrorCode.IdentityInvalid, await IdentityWorkshop.RefusalOfAsync(files with { Address = [0x01, 0x05, 0x41] }));
    }

    private static Protocol.Messages.IdentityFiles Spoil(byte tag, string? value) => IdentityWorkshop.WithTag(
        IdentityWorkshop.Files(CardPersons.An, Applet.V18),
        TokenWorkshop.Pki.NationalRegister(Applet.V18),
        tag,
        value is null ? null : System.Text.Encoding.UTF8.GetBytes(value));
}
