using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Card;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Which key of a token signs, and who asks for its PIN.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ModuleKeyTests
{
    private const int Limit = 90_000;

    private static readonly HashToSign Hash = new(HashAlgorithmName.SHA384, SHA384.HashData("something"u8));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");
    private readonly SoftHsmToken _token;

    public ModuleKeyTests() => _token = new SoftHsmToken(_folder.FullName);

    public required TestContext TestContext { get; set; }

    private CancellationToken CancellationToken => TestContext.CancellationToken;

    [TestCleanup]
    public void Clean()
    {
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", null);
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    [DataRow("Authentication", "07", "Another", "02", DisplayName = "by label, though another key has the id")]
    [DataRow("Login key", "02", "Another", "07", DisplayName = "by id, where no key has the label")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Key_IsFound(string label, string id, string strangeLabel, string strangeId)
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken, label, id);
        await _token.AddStrangeKeyAsync(strangeLabel, strangeId, CancellationToken);
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);

        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, Hash, signed.Signature));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CertificateWithoutItsKey_SignsNothing()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken, "Login key", "07");
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);

        var failed = Assert.ThrowsExactly<CardException>(() => card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));

        Assert.AreEqual(CardFault.ModuleFailed, failed.Fault);
    }

    [TestMethod]
    [DataRow(0u, TokenPin.Open, DisplayName = "nothing")]
    [DataRow(LyingModule.UserPinFinalTry, TokenPin.FinalTry, DisplayName = "last try")]
    [DataRow(LyingModule.UserPinLocked | LyingModule.UserPinFinalTry, TokenPin.Locked, DisplayName = "locked")]
    [DataRow(LyingModule.SoPinFinalTry | LyingModule.SoPinLocked, TokenPin.Open, DisplayName = "the security officer's PIN is not the person's")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Token_TellsItsPin_WithItsCertificate(uint flags, TokenPin expected)
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(await LyingModule.CompileAsync(_folder.FullName, flags, CancellationToken));
        using var card = readers.Connect(readers.List().Single());

        card.ReadCertificate(CardCertificate.Authentication);

        Assert.AreEqual(expected, card.TokenPin);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ModuleThatRefusesToLogOut_TakesNoSignatureAway()
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(await LyingModule.CompileAsync(_folder.FullName, flags: 0, CancellationToken, "REFUSES_LOGOUT"));
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);

        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, Hash, signed.Signature));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ModuleThatTalksNonsenseAfterAWrongPin_LeavesItAWrongPin()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(
            await LyingModule.CompileAsync(_folder.FullName, flags: 0, CancellationToken, "TALKS_NONSENSE_AFTER_A_WRONG_PIN"));
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin("1111111");

        Assert.AreEqual(new SigningResult.WrongPin(TriesLeft: null), card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));
    }

    [TestMethod]
    [DataRow(true, DisplayName = "by our window")]
    [DataRow(false, DisplayName = "by the token itself")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task KeyThatWantsThePinAtEachSignature_GetsIt(bool sends)
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken, asksEachTime: true);
        using var readers = SoftHsmToken.Open(
            await LyingModule.CompileAsync(_folder.FullName, sends ? 0 : LyingModule.ProtectedAuthenticationPath, CancellationToken));
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);

        var result = sends
            ? card.Sign(CardKey.Authentication, pin, Hash, CancellationToken)
            : card.SignWithPinPad(CardKey.Authentication, Hash, "nl", CancellationToken);

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, Hash, Assert.IsInstanceOfType<SigningResult.Signed>(result).Signature));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task EveryTokenOfAModule_IsListedOnceTheModuleWasAsked_AndSignsByItself()
    {
        var other = new SoftHsmToken(_folder.FullName, "Bo Claes");
        X509Certificate2[] expected = [
            await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken),
            await other.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken)];
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        var first = readers.List();
        var waiting = Task.Run(() => readers.WaitForChange(first, CancellationToken), CancellationToken);
        using var one = readers.Connect(first.Single());
        one.ReadCertificate(CardCertificate.Authentication);

        var all = await waiting;

        CollectionAssert.AreEqual((string[])["PKCS#11: libsofthsm2.so", "PKCS#11: libsofthsm2.so (2)"], all.Select(reader => reader.Name).ToArray());
        var signed = all.Select(Sign).ToList();
        CollectionAssert.AreEquivalent(expected.Select(e => e.Thumbprint).ToArray(), signed.ToArray());

        string Sign(CardReader reader)
        {
            using var card = readers.Connect(reader);
            using var certificate = X509CertificateLoader.LoadCertificate(card.ReadCertificate(CardCertificate.Authentication));
            using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);
            var result = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));
            return SoftHsmToken.Verifies(certificate, Hash, result.Signature) ? certificate.Thumbprint : "another key's signature";
        }
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TwoModulesWithOneFileName_AreTwo()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        var other = await LyingModule.CompileAsync(_folder.FullName, LyingModule.UserPinLocked, CancellationToken);
        var module = Path.Combine(_folder.CreateSubdirectory("other").FullName, Path.GetFileName(SoftHsmToken.Module));
        File.Move(other, module);
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module, module, SoftHsmToken.Module);

        var found = readers.List().Select(reader =>
        {
            using var card = readers.Connect(reader);
            card.ReadCertificate(CardCertificate.Authentication);
            return (reader.Name, card.TokenPin);
        }).ToArray();

        CollectionAssert.AreEqual(
            new (string, TokenPin?)[] { ($"PKCS#11: {SoftHsmToken.Module}", TokenPin.Open), ($"PKCS#11: {module}", TokenPin.Locked) }, found);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TokenWithAPathOfItsOwn_AsksForThePinItself_AndIsSentNone()
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(await LyingModule.CompileAsync(_folder.FullName, LyingModule.ProtectedAuthenticationPath, CancellationToken));
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);

        Assert.IsTrue(card.HasPinPad);
        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.SignWithPinPad(CardKey.Authentication, Hash, "nl", CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, Hash, signed.Signature));
    }
}
