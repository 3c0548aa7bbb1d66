using System.Security.Cryptography;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T8: what can never work is refused at the start, and the message names it.</summary>
[TestClass]
public sealed class T8ConfigurationTests
{
    private static readonly TimeSpan Negative = TimeSpan.FromSeconds(-1);

    private static IEnumerable<object[]> ImpossibleRevocation =>
    [
        ["Timeout", new RevocationOptions { Timeout = TimeSpan.Zero }],
        ["Timeout", new RevocationOptions { Timeout = Negative }],
        ["Timeout", new RevocationOptions { Timeout = TimeSpan.FromMinutes(2) }],
        ["ListTimeout", new RevocationOptions { ListTimeout = TimeSpan.Zero }],
        ["ListTimeout", new RevocationOptions { ListTimeout = TimeSpan.FromMinutes(11) }],
        ["ListRetry", new RevocationOptions { ListRetry = TimeSpan.Zero }],
        ["ListRetry", new RevocationOptions { ListRetry = TimeSpan.FromMinutes(61) }],
        ["ClockSkew", new RevocationOptions { ClockSkew = Negative }],
        ["ClockSkew", new RevocationOptions { ClockSkew = TimeSpan.FromHours(2) }],
        ["MaxAgeWithoutNonce", new RevocationOptions { MaxAgeWithoutNonce = TimeSpan.Zero }],
        ["MaxAgeWithoutNonce", new RevocationOptions { MaxAgeWithoutNonce = Negative }],
        ["MaxAgeWithoutNonce", new RevocationOptions { MaxAgeWithoutNonce = TimeSpan.MaxValue }],
        ["MaxAnswerAge", new RevocationOptions { MaxAnswerAge = TimeSpan.Zero }],
        ["MaxAnswerAge", new RevocationOptions { MaxAnswerAge = TimeSpan.FromDays(8) }],
        ["AnswerLifetime", new RevocationOptions { AnswerLifetime = TimeSpan.Zero }],
        ["AnswerLifetime", new RevocationOptions { AnswerLifetime = Negative }],
        ["AnswerLifetime", new RevocationOptions { AnswerLifetime = TimeSpan.MaxValue }],
        ["ListRefresh", new RevocationOptions { ListRefresh = TimeSpan.Zero }],
        ["ListRefresh", new RevocationOptions { ListRefresh = TimeSpan.MaxValue }],
        ["ListsKeptAfterUse", new RevocationOptions { ListsKeptAfterUse = TimeSpan.Zero }],
        ["ListsKeptAfterUse", new RevocationOptions { ListsKeptAfterUse = TimeSpan.MaxValue }],
        ["MaxStale", new RevocationOptions { MaxStale = Negative }],
        ["MaxStale", new RevocationOptions { MaxStale = TimeSpan.FromDays(8) }],
        ["MaxListAge", new RevocationOptions { MaxListAge = TimeSpan.Zero }],
        ["MaxListAge", new RevocationOptions { MaxListAge = TimeSpan.FromDays(8) }],
        ["MaxAnswerBytes", new RevocationOptions { MaxAnswerBytes = 0 }],
        ["MaxAnswerBytes", new RevocationOptions { MaxAnswerBytes = int.MaxValue }],
        ["MaxListBytes", new RevocationOptions { MaxListBytes = -1 }],
        ["MaxListBytes", new RevocationOptions { MaxListBytes = int.MaxValue }],
        ["MaxAnswers", new RevocationOptions { MaxAnswers = 0 }],
        ["MaxAnswers", new RevocationOptions { MaxAnswers = int.MaxValue }],
        ["MaxLists", new RevocationOptions { MaxLists = 0 }],
        ["MaxLists", new RevocationOptions { MaxLists = int.MaxValue }],
        ["NonceByHost", Nonce("ocsp.belgium.be:80")],
        ["NonceByHost", Nonce("http://ocsp.belgium.be")],
        ["NonceByHost", Nonce("ocsp.belgium.be/eid")],
        ["NonceByHost", Nonce("*.belgium.be")],
        ["NonceByHost", Nonce("b\u00fccher.example")],
        ["NonceByHost", Nonce("no host")],
        ["NonceByHost", Nonce("")],
        ["NonceByHost", Nonce("ocsp.belgium.be", "OCSP.belgium.be")],
        ["NonceByHost", Nonce("ocsp.belgium.be.")],
        ["NonceByHost", Nonce("ocsp.example")],
        ["NonceByHost", Nonce(["[::1]:8080"], "0:0:0:0:0:0:0:1")],
        ["NonceByHost", Nonce(["[::1]:8080"], "[::1]")],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = [] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["http://ocsp.eid.belgium.be"] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["*"] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["ocsp.belgium.be:0"] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = [""] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["[0:0::1]:80"] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["[::1]:"] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["b\u00fccher.example"] }],
        ["AllowedHosts", new RevocationOptions { AllowedHosts = ["*.127.0.0.1"] }],
    ];

    [TestMethod]
    [DataRow("", DisplayName = "none")]
    [DataRow("portal.example", DisplayName = "no URL")]
    [DataRow("not a URL")]
    [DataRow("https://portal.example/", DisplayName = "slash")]
    [DataRow("https://portal.example/path")]
    [DataRow("https://portal.example?query")]
    [DataRow("https://portal.example#fragment")]
    [DataRow("https://person@portal.example")]
    [DataRow("https://portal.example:443", DisplayName = "the default port")]
    [DataRow("https://Portal.example", DisplayName = "capital")]
    [DataRow("HTTPS://portal.example", DisplayName = "capital scheme")]
    [DataRow("https://b\u00fccher.example", DisplayName = "not as browsers write it")]
    [DataRow("http://portal.example", DisplayName = "http")]
    [DataRow("http://127.0.0.1:5080", DisplayName = "http and an address")]
    [DataRow("ftp://portal.example", DisplayName = "ftp")]
    [DataRow("wss://portal.example", DisplayName = "wss")]
    [DataRow(" https://portal.example", DisplayName = "blank before")]
    public void OriginThatCanNeverMatch_IsRefused(string origin)
    {
        Assert.ThrowsExactly<ArgumentException>(() => TokenWorkshop.Verifier(origin));
        Assert.Contains("Origin", FaultOf(Site(origin)));
    }

    [TestMethod]
    [DataRow("https://portal.example")]
    [DataRow("https://portal.example:8443")]
    [DataRow("https://xn--bcher-kva.example")]
    [DataRow("http://localhost:5080")]
    public void OriginAsABrowserSaysIt_IsTaken(string origin)
    {
        Assert.AreEqual(origin, SiteOrigin.Validate(origin));
        Assert.IsTrue(new EidBridgeOptionsRule().Validate(null, Site(origin)).Succeeded);
    }

    [TestMethod]
    public void NoTrustAnchor_IsRefused()
    {
        var options = new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [] };
        var site = Site(TokenWorkshop.Origin);
        site.TrustAnchors.Clear();

        Assert.ThrowsExactly<ArgumentException>(() => new EidTokenVerifier(options, TimeProvider.System));
        Assert.Contains("TrustAnchors", FaultOf(site));
    }

    [TestMethod]
    [DynamicData(nameof(ImpossibleRevocation))]
    public void ImpossibleRevocationOption_IsRefusedByItsName(string name, RevocationOptions options)
    {
        var site = Site(TokenWorkshop.Origin);
        site.Revocation = options;

        Assert.Contains(
            name, Assert.ThrowsExactly<ArgumentException>(() => new RevocationCheck(options, TimeProvider.System, NullLogger<RevocationCheck>.Instance)).Message);
        Assert.Contains(name, FaultOf(site));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(100_001)]
    public void NumberOfKeysThatCannotBe_IsRefused(int number)
    {
        var site = Site(TokenWorkshop.Origin);
        site.RememberedKeys = number;

        Assert.Contains("RememberedKeys", Assert.ThrowsExactly<ArgumentException>(() => new EidTokenVerifier(site.ToVerification(), TimeProvider.System)).Message);
        Assert.Contains("RememberedKeys", FaultOf(site));
    }

    [TestMethod]
    public void OptionsAtTheirLimits_AreTaken() => Assert.IsNull(new RevocationOptions
    {
        Timeout = TimeSpan.FromMinutes(1),
        ClockSkew = TimeSpan.Zero,
        AnswerLifetime = TimeSpan.FromDays(1),
        MaxStale = TimeSpan.FromDays(7),
        MaxAnswers = 1_000_000,
        AllowedHosts = ["*.belgium.be", "127.0.0.1:8080", "[::1]:8080"],
        NonceByHost = new Dictionary<string, OcspNoncePolicy>(StringComparer.Ordinal)
        {
            ["OCSP.eid.belgium.be"] = OcspNoncePolicy.Required,
            ["127.0.0.1"] = OcspNoncePolicy.Required,
            ["::1"] = OcspNoncePolicy.Required,
        },
    }.FindFault());

    [TestMethod]
    public void FileThatIsNoCertificate_IsNamed()
    {
        var folder = Directory.CreateTempSubdirectory("eidbridge-certificates-");
        try
        {
            var file = Path.Combine(folder.FullName, "broken.crt");
            File.WriteAllText(file, "no certificate");

            Assert.Contains(
                file, Assert.ThrowsExactly<CryptographicException>(() => Site(TokenWorkshop.Origin).AddCertificatesFrom(folder.FullName)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void EverythingASiteSays_ReachesTheVerifier()
    {
        var site = Site(TokenWorkshop.Origin);
        site.IssuingCertificates.Add(TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false));

        site.RememberedKeys = 7;

        var options = site.ToVerification();

        Assert.AreEqual(7, options.RememberedKeys);
        Assert.AreEqual(TokenWorkshop.Origin, options.Origin);
        Assert.AreSequenceEqual(site.TrustAnchors, options.TrustAnchors);
        Assert.AreSequenceEqual(site.IssuingCertificates, options.IssuingCertificates);
        Assert.AreSame<object>(BelgianPolicies.Authentication, options.Policies);
    }

    private static RevocationOptions Nonce(params string[] hosts) => Nonce(["*.belgium.be"], hosts);

    private static RevocationOptions Nonce(string[] allowedHosts, params string[] hosts) => new()
    {
        AllowedHosts = allowedHosts,
        NonceByHost = hosts.ToDictionary(host => host, _ => OcspNoncePolicy.Required, StringComparer.Ordinal),
    };

    private static string FaultOf(EidBridgeOptions options)
    {
        var result = new EidBridgeOptionsRule().Validate(Options.DefaultName, options);
        Assert.IsTrue(result.Failed);
        return result.FailureMessage;
    }

    private static EidBridgeOptions Site(string origin)
    {
        var options = new EidBridgeOptions { Origin = origin };
        options.TrustAnchors.Add(TokenWorkshop.Pki.EcRoot);
        return options;
    }
}
