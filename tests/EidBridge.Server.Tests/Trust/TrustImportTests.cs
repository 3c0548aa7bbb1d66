using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.VirtualCard;

namespace EidBridge.Server.Tests.Trust;

/// <summary><c>trust import</c>: offline, from files and folders; whole files or those of before.</summary>
[TestClass]
public sealed class TrustImportTests : IAsyncDisposable
{
    private readonly TrustStage _stage = new();

    [TestMethod]
    public async Task FolderOfFiles_IsTakenAsFarAsItIsVouchedFor()
    {
        var bundle = $"{TrustStage.Pki.IssuingCa(Applet.V17, foreigner: true).ExportCertificatePem()}\n{TrustStage.Pki.RsaRoot.ExportCertificatePem()}\n";
        _stage.Write("offered/a.pem", Encoding.ASCII.GetBytes(bundle));
        _stage.Write("offered/b.der", TrustStage.Pki.EcRoot.RawData);
        _stage.Write("offered/c.cer", CardPki.Create(TrustStage.Now).EcRoot.RawData);
        _stage.Write("offered/d.crt", "no certificate"u8.ToArray());
        _stage.Write("offered/readme.txt", "not looked at"u8.ToArray());

        var (code, json) = await _stage.RunJsonAsync("import", Path.Combine(_stage.Folder, "offered"));

        Assert.AreEqual(1, code, "a part was not done");
        var outcomes = json.GetProperty("results").EnumerateArray()
            .Select(r => (Path.GetFileName(r.GetProperty("source").GetString()), r.GetProperty("outcome").GetString())).ToList();
        CollectionAssert.AreEquivalent(
            new (string?, string?)[] { ("a.pem", "added"), ("a.pem", "added"), ("b.der", "added"), ("c.cer", "refused"), ("d.crt", "unreadable") }, outcomes);
        Assert.AreEqual(3, _stage.Files.Count(file => file.EndsWith(".crt", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task FileThatIsTaken_IsTheSameBytesUnderItsFingerprint()
    {
        var (code, _) = await _stage.RunAsync("import", _stage.Write("root.crt", TrustStage.Pki.EcRoot.RawData));

        Assert.AreEqual(0, code);
        Assert.AreSequenceEqual(TrustStage.Pki.EcRoot.RawData, await File.ReadAllBytesAsync(Path.Combine(_stage.Trusted, TrustStage.FileOf(TrustStage.Pki.EcRoot))));
    }

    [TestMethod]
    public async Task HalfAFileThatACrashLeft_IsNotRead_AndTheOldOneStands()
    {
        var root = _stage.Write("root.crt", TrustStage.Pki.EcRoot.RawData);
        await _stage.RunAsync("import", root);
        var target = Path.Combine(_stage.Trusted, TrustStage.FileOf(TrustStage.Pki.EcRoot));
        await File.WriteAllBytesAsync(target + ".new", TrustStage.Pki.EcRoot.RawData[..100]);
        await File.WriteAllBytesAsync(Path.Combine(_stage.Trusted, TrustStage.FileOf(TrustStage.Pki.RsaRoot) + ".new"), [0x30]);

        var (code, json) = await _stage.RunJsonAsync("list");

        Assert.AreEqual(0, code);
        Assert.AreEqual(1, json.GetProperty("roots").EnumerateArray().Count(r => r.GetProperty("validUntil").ValueKind != System.Text.Json.JsonValueKind.Null));
        Assert.AreEqual(0, (await _stage.RunAsync("import", root, _stage.Write("rsa.crt", TrustStage.Pki.RsaRoot.RawData))).Code);
        Assert.AreSequenceEqual(TrustStage.Pki.EcRoot.RawData, await File.ReadAllBytesAsync(target));
    }

    [TestMethod]
    public async Task SpoiledFileInTheFolder_IsReplacedByAnImport_OrLeftWhenThatCannotBeWritten()
    {
        var target = _stage.Write(Path.Combine("trust", TrustStage.FileOf(TrustStage.Pki.EcRoot)), TrustStage.Pki.RsaRoot.RawData);
        var root = _stage.Write("root.crt", TrustStage.Pki.EcRoot.RawData);
        Directory.CreateDirectory(target + ".new");

        Assert.AreEqual(3, (await _stage.RunAsync("import", root)).Code, "a folder stands where the draft goes");
        Assert.AreSequenceEqual(TrustStage.Pki.RsaRoot.RawData, await File.ReadAllBytesAsync(target));

        Directory.Delete(target + ".new");
        Assert.AreEqual(0, (await _stage.RunAsync("import", root)).Code);
        Assert.AreSequenceEqual(TrustStage.Pki.EcRoot.RawData, await File.ReadAllBytesAsync(target));
    }

    [TestMethod]
    [DataRow("nowhere.crt", "there is no such file")]
    [DataRow("broken.crt", "holds no certificate")]
    [DataRow("empty", "holds no .crt")]
    [DataRow("link.crt", "there is no such file")]
    public async Task WhatCannotBeRead_IsNamed(string name, string expected)
    {
        _stage.Write("broken.crt", "no certificate"u8.ToArray());
        Directory.CreateDirectory(Path.Combine(_stage.Folder, "empty"));
        File.CreateSymbolicLink(Path.Combine(_stage.Folder, "link.crt"), "gone.crt");

        var (code, text) = await _stage.RunAsync("import", Path.Combine(_stage.Folder, name));
        var (_, json) = await _stage.RunJsonAsync("import", Path.Combine(_stage.Folder, name));

        Assert.AreEqual(4, code);
        Assert.Contains(name, text);
        Assert.Contains(expected, text);
        Assert.Contains(expected, json.GetProperty("problem").GetString()!);
    }

    [TestMethod]
    [DataRow("0500", DisplayName = "no RSA key at all")]
    [DataRow("3006020100020103", DisplayName = "a modulus of nothing")]
    [DataRow("300602010002", DisplayName = "cut off")]
    public async Task IssuingCaWhoseRsaKeyCannotBeRead_IsRefused_AndKeepsNoOtherOut(string key)
    {
        var useless = _stage.Write("useless.crt", MakeCa(Convert.FromHexString(key)));
        var root = _stage.Write("root.crt", TrustStage.Pki.EcRoot.RawData);

        var (code, json) = await _stage.RunJsonAsync("import", useless, root);

        Assert.AreEqual(1, code);
        var results = json.GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("source").GetString()!, StringComparer.Ordinal);
        Assert.AreEqual("added", results[root].GetProperty("outcome").GetString());
        Assert.AreEqual(("refused", "not in order: an RSA key that cannot be read"), (results[useless].GetProperty("outcome").GetString(), results[useless].GetProperty("reason").GetString()));
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    /// <summary>A CA that the pinned root signed, whatever its key is.</summary>
    private static byte[] MakeCa(byte[] rsaKey)
    {
        var root = TrustStage.Pki.Root(Applet.V18);
        using var signer = root.GetECDsaPrivateKey()!;
        var key = new PublicKey(new Oid("1.2.840.113549.1.1.1"), new AsnEncodedData([5, 0]), new AsnEncodedData(rsaKey));
        var request = new CertificateRequest(new X500DistinguishedName("CN=Useless CA"), key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), TrustStage.Now, TrustStage.Now.AddYears(1), [1]).RawData;
    }
}
