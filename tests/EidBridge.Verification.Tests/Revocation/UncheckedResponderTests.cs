using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>RFC 6960 section 4.2.2.2.1: a responder that its CA has not excepted may have been revoked itself. Here OCSP says good, and the CA's list says suspended.</summary>
[TestClass]
public sealed class UncheckedResponderTests
{
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    private const string NoCheck = "1.3.6.1.5.5.7.48.1.5";
    private static readonly byte[] SerialNumber = [0x10, 7, 7, 7];
    private RevocationSite _site = null!;

    [TestInitialize]
    public async Task OpenAsync() => _site = await RevocationSite.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _site.DisposeAsync();

    [TestMethod]
    public async Task ResponderOnNoList_IsBelieved()
    {
        using var responder = Responder(namesList: true);

        Assert.IsNull(await RefusalAsync(responder));
        Assert.Contains("/crl/citizen8.crl", _site.Asked);
    }

    [TestMethod]
    public async Task RevokedResponder_IsNotBelieved()
    {
        using var responder = Responder(namesList: true);

        Assert.AreEqual(ErrorCode.CertificateSuspended, await RefusalAsync(responder, isRevoked: true));
    }

    [TestMethod]
    [DataRow(false, DisplayName = "no list is named")]
    [DataRow(true, DisplayName = "the list cannot be had")]
    public async Task ResponderThatNobodyCanSayAnythingAbout_IsNotBelieved(bool namesList)
    {
        using var responder = Responder(namesList);
        if (namesList)
        {
            _site.AnswerList = (context, name) => name == "root8" ? context.Response.Body.WriteAsync(_site.List(name)).AsTask() : Task.CompletedTask;
        }

        Assert.AreEqual(namesList ? ErrorCode.RevocationUnavailable : ErrorCode.CertificateSuspended, await RefusalAsync(responder));
    }

    [TestMethod]
    [DataRow("0500", null)]
    [DataRow("", ErrorCode.CertificateSuspended)]
    [DataRow("010100", ErrorCode.CertificateSuspended)]
    public async Task ResponderThatIsExcepted_IsNotAskedAbout_IfItsCaSaysSoProperly(string noCheck, string? code)
    {
        using var responder = Responder(namesList: false, noCheck: Convert.FromHexString(noCheck));

        Assert.AreEqual(code, await RefusalAsync(responder, isRevoked: true));
    }

    private async Task<string?> RefusalAsync(X509Certificate2 responder, bool isRevoked = false)
    {
        var card = _site.Pki.Issue(CardPersons.An, Applet.V18).Authentication;
        if (isRevoked)
        {
            _site.Revoked[Convert.ToHexString(SerialNumber)] = X509RevocationReason.KeyCompromise;
        }

        _site.AnswerOcsp = async (context, request) =>
        {
            var forge = _site.Forge(request);
            (forge.Signer, forge.Certificates, forge.Revoked) = (responder, [responder], null);
            await context.Response.Body.WriteAsync(forge.Make());
        };
        _site.Revoked[Convert.ToHexString(card.SerialNumberBytes.Span)] = X509RevocationReason.CertificateHold;
        try
        {
            await _site.LogInAsync(_site.Check());
            return null;
        }
        catch (EidBridgeException e)
        {
            return e.Code;
        }
    }

    private X509Certificate2 Responder(bool namesList, byte[]? noCheck = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var issuer = _site.Pki.IssuingCa(Applet.V18, foreigner: false);
        var request = new CertificateRequest("CN=OCSP responder, C=BE", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(OcspSigning)], critical: false));
        if (namesList)
        {
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{_site.Address}crl/citizen8.crl"]));
        }

        if (noCheck is not null)
        {
            request.CertificateExtensions.Add(new X509Extension(NoCheck, noCheck, critical: false));
        }

        using var bare = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), SerialNumber);
        return bare.CopyWithPrivateKey(key);
    }
}
