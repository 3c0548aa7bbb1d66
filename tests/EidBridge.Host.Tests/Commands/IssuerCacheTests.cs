using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Host.Commands;

namespace EidBridge.Host.Tests.Commands;

/// <summary>What is remembered of issuing CAs, and what a file that somebody put there can do: nothing.</summary>
[TestClass]
public sealed class IssuerCacheTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-issuers-");
    private readonly IssuerCache _cache;

    public IssuerCacheTests() => _cache = new IssuerCache(_folder.FullName);

    [TestCleanup]
    public void Clean() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void RememberedIssuer_IsFoundByItsSignature(bool rsa)
    {
        var (issuer, leaf) = Make(rsa);
        Assert.IsNull(_cache.Find(leaf));

        _cache.Remember(issuer);
        _cache.Remember(issuer);

        CollectionAssert.AreEqual(issuer, _cache.Find(leaf));
        Assert.AreEqual(Convert.ToHexString(SHA256.HashData(issuer)) + ".crt", _folder.GetFiles().Single().Name);
    }

    [TestMethod]
    public void NamesakeWithAnotherKey_IsNotTheIssuer()
    {
        var (issuer, _) = Make(rsa: false);
        var (_, leafOfAnother) = Make(rsa: false);
        _cache.Remember(issuer);

        Assert.IsNull(_cache.Find(leafOfAnother));
    }

    [TestMethod]
    public void FilesThatAreNoCertificates_AreOverlooked()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "a.crt"), "no certificate");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "b.crt"), new byte[10_000]);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "c.crt"));
        var (issuer, leaf) = Make(rsa: false);
        _cache.Remember(issuer);

        CollectionAssert.AreEqual(issuer, _cache.Find(leaf));
    }

    [TestMethod]
    public void FullFolder_RemembersNoMore()
    {
        for (var i = 0; i < 64; i++)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, $"{i}.crt"), "x");
        }

        var (issuer, leaf) = Make(rsa: false);
        _cache.Remember(issuer);

        Assert.IsNull(_cache.Find(leaf));
    }

    [TestMethod]
    public void SharedDevice_RemembersNothing()
    {
        var (issuer, leaf) = Make(rsa: false);
        var nothing = new IssuerCache(folder: null);

        nothing.Remember(issuer);

        Assert.IsNull(nothing.Find(leaf));
    }

    private static (byte[] Issuer, byte[] Leaf) Make(bool rsa)
    {
        using var ecKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsaKey = RSA.Create(2048);
        var name = new X500DistinguishedName("CN=Citizen CA, SERIALNUMBER=202699, C=BE");
        var authority = rsa
            ? new CertificateRequest(name, rsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, ecKey, HashAlgorithmName.SHA384);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        using var issuer = authority.CreateSelfSigned(From, From.AddYears(1));
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=An Peeters (Authentication)", leafKey, rsa ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384);
        var generator = rsa ? X509SignatureGenerator.CreateForRSA(rsaKey, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa(ecKey);
        using var leaf = request.Create(name, generator, From, From.AddDays(1), [1]);
        return (issuer.RawData, leaf.RawData);
    }
}
