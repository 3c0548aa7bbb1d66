using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Options;

namespace EidBridge.Verification.AspNetCore;

/// <summary>What a site says once, at its start. Everything is checked before the first request.</summary>
public sealed class EidBridgeOptions
{
    /// <summary>The site's origin as browsers spell it: <c>https://portal.example</c>.</summary>
    public string Origin { get; set; } = string.Empty;

    /// <summary>Self-signed roots; nothing else is trusted.</summary>
    public IList<X509Certificate2> TrustAnchors { get; } = [];

    /// <summary>Issuing CAs, as candidates for a path. Tokens of format 1.1 bring their own.</summary>
    public IList<X509Certificate2> IssuingCertificates { get; } = [];

    /// <summary>Cards whose public keys are kept at the ready, some 5 kB each; a login checks every signature all the same. 0 keeps none; 100,000 at most.</summary>
    public int RememberedKeys { get; set; } = 1000;

    /// <summary>Null asks nobody: for tests, and for sites that ask elsewhere.</summary>
    public RevocationOptions? Revocation { get; set; } = new();

    /// <summary>Takes every certificate file (<c>*.crt</c>, DER or PEM) of a folder: pinned Belgian roots as anchors, the rest as candidates. None when there is no such folder.</summary>
    /// <exception cref="CryptographicException">A file is no certificate; the message names it.</exception>
    public void AddCertificatesFrom(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.crt") : Enumerable.Empty<string>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var certificate = Load(file);
            (BelgianRoots.IsPinned(certificate) ? TrustAnchors : IssuingCertificates).Add(certificate);
        }
    }

    private static X509Certificate2 Load(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (CryptographicException e)
        {
            throw new CryptographicException($"{file} is no certificate: {e.Message}", e);
        }
    }

    internal EidVerificationOptions ToVerification() => new()
    {
        Origin = Origin,
        TrustAnchors = [.. TrustAnchors],
        IssuingCertificates = [.. IssuingCertificates],
        RememberedKeys = RememberedKeys,
    };
}

/// <summary>What can never work is said at the start and names the option.</summary>
internal sealed class EidBridgeOptionsRule : IValidateOptions<EidBridgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EidBridgeOptions options)
    {
        try
        {
            SiteOrigin.Validate(options.Origin);
        }
        catch (ArgumentException e)
        {
            return ValidateOptionsResult.Fail($"EidBridge: {nameof(options.Origin)}: {e.Message}");
        }

        return options.TrustAnchors.Count == 0
            ? ValidateOptionsResult.Fail($"EidBridge: {nameof(options.TrustAnchors)} is empty: every token would be refused")
            : options.TrustAnchors.FirstOrDefault(anchor => CertificatePath.TryRead(anchor) is null) is { } useless
            ? ValidateOptionsResult.Fail($"EidBridge: {nameof(options.TrustAnchors)}: '{useless.Subject}' is no CA with a strong key")
            : EidVerificationOptions.FindFaultOfRememberedKeys(options.RememberedKeys) is { } keys ? ValidateOptionsResult.Fail($"EidBridge: {keys}")
            : options.Revocation?.FindFault() is { } fault
                ? ValidateOptionsResult.Fail($"EidBridge: {nameof(options.Revocation)}: {fault}")
                : ValidateOptionsResult.Success;
    }
}
