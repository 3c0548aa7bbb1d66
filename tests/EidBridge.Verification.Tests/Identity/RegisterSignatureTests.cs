using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Identity;

/// <summary>The register's signatures: over what exactly, in which form, with which hash.</summary>
[TestClass]
public sealed class RegisterSignatureTests
{
    private static readonly X509Certificate2 Rsa = TokenWorkshop.Pki.NationalRegister(Applet.V17);
    private static readonly X509Certificate2 Ec = TokenWorkshop.Pki.NationalRegister(Applet.V18);

    private static IdentityFiles Files18 => IdentityWorkshop.Files(CardPersons.An, Applet.V18);

    private static IdentityFiles Files17 => IdentityWorkshop.Files(CardPersons.An, Applet.V17);

    [TestMethod]
    public async Task OldCardWithNewKeys_HasEcdsaInAFileOfRsasLength()
    {
        var rekeyed = IdentityWorkshop.Sign(Files17, Ec, length: 256);

        var verified = await IdentityWorkshop.Verifier().VerifyAsync(rekeyed, IdentityWorkshop.Holder(CardPersons.An));

        Assert.AreEqual("Kouter 12", verified.Address.StreetAndNumber);
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public async Task AddressSignedWithItsPadding_OrOverTheSignatureWithoutItsOwn_IsRefused(Applet applet)
    {
        var register = TokenWorkshop.Pki.NationalRegister(applet);
        var files = IdentityWorkshop.Sign(IdentityWorkshop.Files(CardPersons.An, applet), register, length: 300);
        var untrimmed = IdentityWorkshop.SignatureFile(register, [.. files.Address, .. files.IdentitySignature]);
        var bare = IdentityWorkshop.SignatureFile(register, [.. files.Address.AsSpan().TrimEnd((byte)0), .. files.IdentitySignature.AsSpan().TrimEnd((byte)0)]);
        var alone = IdentityWorkshop.SignatureFile(register, files.Address.AsSpan().TrimEnd((byte)0).ToArray());

        foreach (var signature in (byte[][])[untrimmed, bare, alone])
        {
            Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(files with { AddressSignature = signature }));
        }
    }

    [TestMethod]
    public async Task ZerosAfterTheAddressAndItsSignature_MayComeAndGo_AndNoOthers()
    {
        var verifier = IdentityWorkshop.Verifier();
        var holder = IdentityWorkshop.Holder(CardPersons.An);
        var trimmed = Files18 with { Address = Files18.Address.AsSpan().TrimEnd((byte)0).ToArray() };
        var longer = Files18 with { Address = [.. Files18.Address, 0, 0, 0], AddressSignature = [.. Files18.AddressSignature, 0] };

        Assert.AreEqual((await verifier.VerifyAsync(trimmed, holder)).Address, (await verifier.VerifyAsync(longer, holder)).Address);
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files18 with { Identity = [.. Files18.Identity, 0] }));
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files18 with { IdentitySignature = [.. Files18.IdentitySignature, 0] }));
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files18 with { Photo = [.. Files18.Photo, 0] }));
    }

    [TestMethod]
    public async Task BytesAfterASignature_AreRefused()
    {
        foreach (var files in (IdentityFiles[])[IdentityWorkshop.Sign(Files18, Ec), IdentityWorkshop.Sign(Files17, Rsa, length: 257)])
        {
            var spoiled = files.AddressSignature.ToArray();
            spoiled[^1] = 1;

            Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(files with { AddressSignature = spoiled }));
        }
    }

    [TestMethod]
    public async Task SignatureOfTwoZeros_OrNone_IsRefused()
    {
        foreach (var signature in (byte[][])[Convert.FromHexString("3006020100020100"), [], [0x30], [0x30, 0x81, 0x06], new byte[104], new byte[256]])
        {
            Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files18 with { IdentitySignature = signature }));
            Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files17 with { IdentitySignature = signature }));
        }
    }

    [TestMethod]
    public async Task SignatureWithAnIntegerThatIsLongerThanNeeded_IsRefused()
    {
        var der = new System.Formats.Asn1.AsnReader(Files18.AddressSignature.AsMemory(0, 2 + Files18.AddressSignature[1]), System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        byte[] r = [0, .. der.ReadIntegerBytes().ToArray()], s = [.. der.ReadIntegerBytes().ToArray()];
        byte[] loose = [0x30, (byte)(4 + r.Length + s.Length), 0x02, (byte)r.Length, .. r, 0x02, (byte)s.Length, .. s];

        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files18 with { AddressSignature = loose }));
    }

    [TestMethod]
    public async Task Sha1_IsRefused_AndSaidSo() =>
        Assert.AreEqual(ErrorCode.AlgorithmUnsupported, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.Sign(Files17, Rsa, HashAlgorithmName.SHA1)));

    [TestMethod]
    public async Task AnotherHashThanTheKeys_IsRefused()
    {
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.Sign(Files17, Rsa, HashAlgorithmName.SHA512)));
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.Sign(Files18, Ec, HashAlgorithmName.SHA256)));
    }

    [TestMethod]
    [DataRow(20)]
    [DataRow(32)]
    [DataRow(48)]
    public async Task Photo_IsHashedAsTheLengthSays(int length)
    {
        var photo = Files18.Photo;
#pragma warning disable CA5350
        var hash = length switch { 20 => SHA1.HashData(photo), 32 => SHA256.HashData(photo), _ => SHA384.HashData(photo) };
#pragma warning restore CA5350
        var files = IdentityWorkshop.WithTag(Files18, Ec, 0x11, hash);

        Assert.AreSequenceEqual(photo, (await IdentityWorkshop.Verifier().VerifyAsync(files, IdentityWorkshop.Holder(CardPersons.An))).Photo.ToArray());
        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(files with { Photo = [.. photo[..^1], (byte)(photo[^1] ^ 1)] }));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(16)]
    [DataRow(64)]
    public async Task PhotoWithoutAHashOfAKnownLength_IsRefused(int length) => Assert.AreEqual(
        ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.WithTag(Files18, Ec, 0x11, new byte[length])));

    [TestMethod]
    public async Task SignaturesOfAnotherPersonsCard_AreRefused()
    {
        var lucie = IdentityWorkshop.Files(CardPersons.Lucie, Applet.V18);

        Assert.AreEqual(ErrorCode.IdentityNotGenuine, await IdentityWorkshop.RefusalOfAsync(Files18 with { IdentitySignature = lucie.IdentitySignature }));
        Assert.AreEqual(
            ErrorCode.IdentityNotGenuine,
            await IdentityWorkshop.RefusalOfAsync(Files18 with { Address = lucie.Address, AddressSignature = lucie.AddressSignature }));
    }
}
