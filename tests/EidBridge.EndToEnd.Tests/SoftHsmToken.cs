using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Card;
using EidBridge.Card.Pkcs11;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A token of SoftHSM2 in a folder, with a key and its certificate, and the worker of the published host to use it through.</summary>
internal sealed class SoftHsmToken(string folder, string name = "An Peeters")
{
    public const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    public const string Pin = "739158";
    private const string Label = "Authentication";
    private const string Id = "02";
    private static readonly string Program = Path.Combine(Repository.PublishedHost, "eidbridge-host");

    /// <summary>The readers that a host has where there is this module and no PC/SC.</summary>
    public static ModuleReaders Open(params string[] modules) => new(new NoReaders(), Program, modules);

    public static Pin MakePin(string digits) => new(Encoding.ASCII.GetBytes(digits));

    public static bool Verifies(X509Certificate2 certificate, HashToSign hash, byte[] signature)
    {
        using var ec = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return ec?.VerifyHash(hash.Value, signature) ?? rsa!.VerifyHash(hash.Value, signature, hash.Function, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The certificate has label and id of a Belgian card's, and so has the key unless told otherwise.</summary>
    public async Task<X509Certificate2> MakeAsync(
        bool rsa, X509KeyUsageFlags usage, CancellationToken cancellationToken, string keyLabel = Label, string keyId = Id, bool asksEachTime = false)
    {
        var tokens = Directory.CreateDirectory(Path.Combine(folder, "tokens")).FullName;
        var configuration = Path.Combine(folder, "softhsm2.conf");
        await File.WriteAllTextAsync(configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\n", cancellationToken);
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        await RunAsync("softhsm2-util", ["--init-token", "--free", "--label", name, "--so-pin", "12345678", "--pin", Pin], cancellationToken);

        var (certificate, key) = MakeCertificate(rsa, usage);
        await AddKeyAsync(key, keyLabel, keyId, cancellationToken);
        if (asksEachTime)
        {
            await AskEachTimeAsync(key, keyLabel, keyId, cancellationToken);
        }

        await AddCertificateAsync(certificate, cancellationToken);
        return certificate;
    }

    /// <summary>Another key, that no certificate of the token belongs to.</summary>
    public Task AddStrangeKeyAsync(string label, string id, CancellationToken cancellationToken) =>
        AddKeyAsync(MakeCertificate(rsa: false, X509KeyUsageFlags.DigitalSignature).Key, label, id, cancellationToken);

    /// <summary>Slot, token, label and id stay; the person does not.</summary>
    public async Task ExchangeCertificateAsync(CancellationToken cancellationToken)
    {
        var (certificate, _) = MakeCertificate(rsa: false, X509KeyUsageFlags.DigitalSignature);
        await RunAsync("pkcs11-tool", [.. Tool, "--delete-object", "--type", "cert", "--id", Id], cancellationToken);
        await AddCertificateAsync(certificate, cancellationToken);
    }

    private static (X509Certificate2 Certificate, string Key) MakeCertificate(bool rsa, X509KeyUsageFlags usage)
    {
        using var rsaKey = RSA.Create(2048);
        using var ecKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = rsa
            ? new CertificateRequest("G=An, SN=Peeters, CN=An Peeters", rsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("G=An, SN=Peeters, CN=An Peeters", ecKey, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (X509CertificateLoader.LoadCertificate(certificate.RawData), rsa ? rsaKey.ExportPkcs8PrivateKeyPem() : ecKey.ExportPkcs8PrivateKeyPem());
    }

    private string[] Tool => ["--module", Module, "--token-label", name, "--login", "--pin", Pin];

    private static Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(program, arguments, null, cancellationToken);

    private async Task AddKeyAsync(string key, string label, string id, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "key.pem");
        await File.WriteAllTextAsync(file, key, cancellationToken);
        await RunAsync("softhsm2-util", ["--import", file, "--token", name, "--label", label, "--id", id, "--pin", Pin], cancellationToken);
    }

    /// <summary>The same key with CKA_ALWAYS_AUTHENTICATE, which only its first writer can set.</summary>
    private async Task AskEachTimeAsync(string key, string label, string id, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "key.pem");
        await File.WriteAllTextAsync(file, key, cancellationToken);
        string[] login = [.. Tool, "--type", "privkey", "--id", id];
        await RunAsync("pkcs11-tool", [.. login, "--delete-object"], cancellationToken);
        await RunAsync("pkcs11-tool", [.. login, "--write-object", file, "--label", label, "--usage-sign", "--always-auth"], cancellationToken);
    }

    private async Task AddCertificateAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "certificate.der");
        await File.WriteAllBytesAsync(file, certificate.RawData, cancellationToken);
        await RunAsync("pkcs11-tool", [.. Tool, "--write-object", file, "--type", "cert", "--label", Label, "--id", Id], cancellationToken);
    }

    /// <summary>A machine without PC/SC.</summary>
    private sealed class NoReaders : ICardReaders
    {
        public IReadOnlyList<CardReader> List() => throw new CardException(CardFault.ServiceUnavailable, "none");

        public IReadOnlyList<CardReader> WaitForChange(IReadOnlyList<CardReader> known, CancellationToken cancellationToken) =>
            throw new CardException(CardFault.ServiceUnavailable, "none");

        public IEidCard Connect(CardReader reader) => throw new CardException(CardFault.ServiceUnavailable, "none");

        public void Dispose()
        {
            // Nothing was opened.
        }
    }
}
