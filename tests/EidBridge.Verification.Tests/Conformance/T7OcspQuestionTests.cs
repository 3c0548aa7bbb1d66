using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T7: whom the question goes to, what it says, and how old its answer may be. A responder that hangs: <see cref="T6RevocationTests"/>.</summary>
[TestClass]
public sealed class T7OcspQuestionTests
{
    private const string AuthorityInformation = "1.3.6.1.5.5.7.1.1";
    private static readonly X509Certificate2 Ca = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
    private static readonly X509Certificate2 Leaf = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication;
    private static readonly IssuingCa Issuer = IssuingCa.Read(Ca.RawDataMemory)!;

    private readonly OcspRequest _request = new(new CertificateId(CertificateFields.Parse(Leaf.RawDataMemory), Issuer.Certificate));

    private static DateTimeOffset Now => TokenWorkshop.Now;

    [TestMethod]
    public void CertificateWithoutAnAddress_NamesNobody()
    {
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, AuthorityInformation));

        Assert.IsEmpty(CertificateExtensions.OcspAddressesOf(CertificateFields.Parse(leaf.RawDataMemory)));
        Assert.IsNull(HostPattern.Admit(null, ["*.belgium.be"]));
    }

    [TestMethod]
    public void AddressOfTheIssuersCertificate_IsNoResponders()
    {
        using var leaf = TokenWorkshop.Leaf(r =>
        {
            TokenWorkshop.Copy(r, AuthorityInformation);
            r.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], ["http://crt.eidpki.belgium.be/eid/brca6.crt"]));
        });

        Assert.IsEmpty(CertificateExtensions.OcspAddressesOf(CertificateFields.Parse(leaf.RawDataMemory)));
    }

    [TestMethod]
    [DataRow("http://ocsp.eid.belgium.be", true)]
    [DataRow("http://ocsp.eidpki.belgium.be/eid/brca6", true)]
    [DataRow("https://ocsp.eidpki.belgium.be/eid/brca6", true)]
    [DataRow("invalid", false)]
    [DataRow("", false)]
    [DataRow("//ocsp.eid.belgium.be", false)]
    [DataRow("ldap://ocsp.eid.belgium.be", false)]
    [DataRow("file:///etc/passwd", false)]
    [DataRow("http://ocsp.eid.belgium.be:8080", false)]
    [DataRow("http://belgium.be.example", false)]
    [DataRow("http://evilbelgium.be", false)]
    [DataRow("http://ocsp.eid.belgium.be@127.0.0.1/", false)]
    [DataRow("http://person:word@ocsp.eid.belgium.be/", false)]
    [DataRow("http://127.0.0.1/", false)]
    [DataRow("http://[::1]/", false)]
    [DataRow("http://localhost/", false)]
    public void OnlyAllowedHosts_AreAsked(string address, bool asked) => Assert.AreEqual(asked, HostPattern.Admit(address, ["*.belgium.be"]) is not null);

    [TestMethod]
    public void Question_NamesTheCertificateWhole_AndBringsANonceOf32Bytes()
    {
        var question = new AsnReader(_request.Encode(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var id = question.ReadSequence().ReadSequence().ReadSequence();
        id.ReadSequence();

        Assert.HasCount(20, id.ReadOctetString());
        Assert.HasCount(20, id.ReadOctetString());
        Assert.AreSequenceEqual(Leaf.SerialNumberBytes.ToArray(), id.ReadIntegerBytes().ToArray());
        var nonce = question.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadSequence().ReadSequence();
        Assert.AreEqual("1.3.6.1.5.5.7.48.1.2", nonce.ReadObjectIdentifier());
        Assert.AreSequenceEqual(_request.Nonce, new AsnReader(nonce.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString());
        Assert.HasCount(32, _request.Nonce);
    }

    [TestMethod]
    public void TwoQuestions_HaveTwoNonces() =>
        Assert.IsFalse(_request.Nonce.AsSpan().SequenceEqual(new OcspRequest(_request.Id).Nonce));

    [TestMethod]
    [DataRow(-1, 60, null, DisplayName = "just now")]
    [DataRow(4, 60, null, DisplayName = "a clock four minutes ahead")]
    [DataRow(-30, -4, null, DisplayName = "ended four minutes ago")]
    [DataRow(-30, 60, null, DisplayName = "thirty minutes old, still good by its own word, and its nonce is ours")]
    [DataRow(30, 60, "an answer of the future", DisplayName = "thirty minutes ahead")]
    [DataRow(-60, -30, "an answer that has ended", DisplayName = "ended thirty minutes ago")]
    [DataRow(-1, -2, "an answer that ends before it begins", DisplayName = "ends before it begins")]
    public void Times_DecideWithinTheSkew(int thisUpdate, int nextUpdate, string? refusal)
    {
        var answer = new OcspForge
        {
            Issuer = Ca,
            SerialNumber = Leaf.SerialNumberBytes.ToArray(),
            Signer = TokenWorkshop.Pki.Responder(Applet.V18, foreigner: false),
            Certificates = [TokenWorkshop.Pki.Responder(Applet.V18, foreigner: false)],
            ThisUpdate = Now.AddMinutes(thisUpdate),
            NextUpdate = Now.AddMinutes(nextUpdate),
            Nonce = _request.Nonce,
        }.Make();

        string? reason = null;
        try
        {
            Assert.AreEqual(RevocationStatus.Good, new OcspAnswerRules(new RevocationOptions()).Judge(answer, _request, Issuer, OcspNoncePolicy.IfPresent, Now).Answer.Status);
        }
        catch (EidBridgeException e)
        {
            reason = e.Detail;
        }

        Assert.AreEqual(refusal, reason);
    }
}
