using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>Which revocation lists are believed, and what they say.</summary>
[TestClass]
public sealed class RevocationListTests
{
    private static readonly X509Certificate2 Ca = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
    private static readonly IssuingCa Issuer = IssuingCa.Read(Ca.RawDataMemory)!;
    private static readonly byte[] Revoked = [0x10, 1, 2, 3];
    private static readonly byte[] Held = [0x10, 4, 5, 6];

    private static DateTimeOffset Now => TokenWorkshop.Now;

    [TestMethod]
    public void Entries_AreToldApart()
    {
        var list = RevocationList.Parse(Build(), Issuer);

        Assert.AreEqual(RevocationStatus.Revoked, list.StatusOf(Revoked));
        Assert.AreEqual(RevocationStatus.Suspended, list.StatusOf(Held));
        Assert.AreEqual(RevocationStatus.Good, list.StatusOf([0x10, 1, 2, 4]));
        Assert.AreEqual(2, list.Count);
    }

    [TestMethod]
    public void SerialNumberOfTwentyBytes_IsFound_AndOneLikeItIsNot()
    {
        var longest = Enumerable.Range(1, 20).Select(i => (byte)i).ToArray();
        var list = RevocationList.Parse(Build(builder => builder.AddEntry(longest, Now)), Issuer);
        var other = longest.ToArray();
        other[19] ^= 1;

        Assert.AreEqual(RevocationStatus.RevokedWithoutReason, list.StatusOf(longest));
        Assert.AreEqual(RevocationStatus.Good, list.StatusOf(other));
        Assert.AreEqual(RevocationStatus.Good, list.StatusOf(longest.AsSpan(4)));
    }

    [TestMethod]
    public void EmptyList_IsAList() =>
        Assert.AreEqual(0, RevocationList.Parse(Sign(Body()), Issuer).Count);

    [TestMethod]
    public void ListOfAnotherCa_IsRefused() => AssertRefused(Build(ca: TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: true)));

    [TestMethod]
    public void ListOfANamesake_IsRefused() => AssertRefused(Build(ca: CardPki.Create(Now).IssuingCa(Applet.V18, foreigner: false)));

    [TestMethod]
    public void ListOfACaThatMaySignNone_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(Ca.SubjectName, key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var ca = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));

        Assert.AreEqual(
            "the CA signs no lists",
            Assert.ThrowsExactly<EidBridgeException>(() => RevocationList.Parse(Sign(Body(), key), IssuingCa.Read(ca.RawDataMemory)!)).Detail);
    }

    [TestMethod]
    public void ListWithoutAnEnd_IsRefused() => AssertRefused(Sign(Body(hasEnd: false)), "a list without an end");

    [TestMethod]
    [DataRow("2.5.29.27", "020101", "a critical extension of the list that is not known")]
    [DataRow("2.5.29.28", "30038101FF", "a part of a list")]
    [DataRow("2.5.29.28", "3000", "a part of a list")]
    [DataRow("1.2.3.4", "0500", "a critical extension of the list that is not known")]
    public void PartOfAList_IsRefused(string oid, string value, string reason) =>
        AssertRefused(Sign(Body(extension: (oid, Convert.FromHexString(value)))), reason);

    [TestMethod]
    public void ListThatSaysOnlyWhereItLies_IsWhole_ForTheCertificatesThatSayTheSame()
    {
        var list = Sign(Body(extension: ("2.5.29.28", Convert.FromHexString("300FA00DA00B8609687474703A2F2F612F"))));

        Assert.AreEqual(0, RevocationList.Parse(list, Issuer, "http://a/").Count);
        foreach (var other in (string?[])["http://b/", null])
        {
            var refusal = Assert.ThrowsExactly<EidBridgeException>(() => RevocationList.Parse(list, Issuer, other));
            Assert.AreEqual("a list for certificates that name another address", refusal.Detail);
        }
    }

    [TestMethod]
    public void SignatureWithBitsLeftOver_IsRefused()
    {
        // An ECDSA signature that ends in a 0 bit: DER lets that bit be called unused.
        var list = Build();
        while ((list[^1] & 1) != 0)
        {
            list = Build();
        }

        var ofTheSignature = list.AsSpan().LastIndexOf(Convert.FromHexString("040303")) + 3;
        var unusedBits = list.AsSpan(ofTheSignature).IndexOf((byte)0) + ofTheSignature;
        list[unusedBits] = 1;

        AssertRefused(list, "signature");
    }

    [TestMethod]
    public void EntryOfAnotherCasCertificate_IsRefused() =>
        AssertRefused(Sign(Body(entryExtension: ("2.5.29.29", Convert.FromHexString("3000")))), "a critical extension of an entry that is not known");

    [TestMethod]
    [DataRow(-130, -10, false)]
    [DataRow(-130, -4, true)]
    [DataRow(4, 60, true)]
    [DataRow(10, 60, false)]
    public void Dates_Decide_WithinTheSkew(int fromMinutes, int untilMinutes, bool current)
    {
        var list = RevocationList.Parse(Build(from: Now.AddMinutes(fromMinutes), until: Now.AddMinutes(untilMinutes)), Issuer);

        Assert.AreEqual(current, list.IsCurrentAt(Now, TimeSpan.FromMinutes(5)));
    }

    [TestMethod]
    public void EveryByteFlipped_IsRefused()
    {
        var good = Build();

        for (var i = 0; i < good.Length; i++)
        {
            var list = good.ToArray();
            list[i] ^= 0x01;
            AssertRefused(list);
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("3000")]
    [DataRow("3C68746D6C3E")]
    public void Garbage_IsRefused(string hex) => AssertRefused(Convert.FromHexString(hex));

    private static void AssertRefused(byte[] list, string? reason = null)
    {
        var refusal = Assert.ThrowsExactly<EidBridgeException>(() => RevocationList.Parse(list, Issuer));
        Assert.AreEqual(ErrorCode.RevocationUnavailable, refusal.Code);
        Assert.AreEqual(reason ?? refusal.Detail, refusal.Detail);
    }

    private static byte[] Build(
        Action<CertificateRevocationListBuilder>? fill = null, X509Certificate2? ca = null, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(Revoked, Now, X509RevocationReason.KeyCompromise);
        builder.AddEntry(Held, Now, X509RevocationReason.CertificateHold);
        fill?.Invoke(builder);
        return builder.Build(ca ?? Ca, 1, until ?? Now.AddHours(1), HashAlgorithmName.SHA384, rsaSignaturePadding: null, from ?? Now);
    }

    /// <summary>What the platform's builder does not make.</summary>
    private static byte[] Body(bool hasEnd = true, (string Oid, byte[] Value)? extension = null, (string Oid, byte[] Value)? entryExtension = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteEncodedValue(Convert.FromHexString("300A06082A8648CE3D040303"));
            writer.WriteEncodedValue(Ca.SubjectName.RawData);
            writer.WriteUtcTime(Now);
            if (hasEnd)
            {
                writer.WriteUtcTime(Now.AddHours(1));
            }

            if (entryExtension is { } inEntry)
            {
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteInteger(Revoked);
                    writer.WriteUtcTime(Now);
                    WriteExtension(writer, inEntry);
                }
            }

            if (extension is { } ofList)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    WriteExtension(writer, ofList);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteExtension(AsnWriter writer, (string Oid, byte[] Value) extension)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(extension.Oid);
            writer.WriteBoolean(true);
            writer.WriteOctetString(extension.Value);
        }
    }

    private static byte[] Sign(byte[] body, ECDsa? key = null)
    {
        using var own = key is null ? Ca.GetECDsaPrivateKey() : null;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body);
            writer.WriteEncodedValue(Convert.FromHexString("300A06082A8648CE3D040303"));
            writer.WriteBitString((key ?? own!).SignData(body, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));
        }

        return writer.Encode();
    }
}
