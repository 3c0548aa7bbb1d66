using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Protocol;
using EidBridge.Verification;

namespace EidBridge.Server.Trust;

/// <summary>The folder of imported certificates: who may come in. Pinned roots, and issuing CAs that one of those has signed: candidates for a path, never anchors.</summary>
/// <param name="pins">SHA-256 in hexadecimal -> name.</param>
internal sealed class TrustFolder(string directory, IReadOnlyDictionary<string, string> pins, TimeProvider clock)
{
    private const string UpdateFile = "updated-at";

    public string Directory => directory;

    /// <summary>When something was fetched or imported last, even if all of it was here already; null when never.</summary>
    public DateTimeOffset? UpdatedAt
    {
        get
        {
            var file = Path.Combine(directory, UpdateFile);
            return File.Exists(file)
                && DateTimeOffset.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    ? at
                    : System.IO.Directory.Exists(directory) && System.IO.Directory.EnumerateFiles(directory, "*.crt").ToList() is { Count: > 0 } files
                        ? new DateTimeOffset(files.Max(File.GetLastWriteTimeUtc))
                        : null;
        }
    }

    /// <exception cref="InvalidDataException">A file that cannot be read, and what to do about it.</exception>
    public IReadOnlyList<X509Certificate2> ReadAll()
    {
        try
        {
            return TrustFiles.ReadAll(directory);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{e.Message}. The server does not start with it: mend it, or take it away and import its certificate again", e);
        }
    }

    public string? PinOf(X509Certificate2 certificate) => pins.GetValueOrDefault(FingerprintOf(certificate));

    /// <summary>Roots first, so that what they signed can come in with them.</summary>
    public IReadOnlyList<TrustResult> TakeAll(IEnumerable<(string Source, X509Certificate2 Certificate)> offered)
    {
        var all = offered.ToLookup(o => PinOf(o.Certificate) is not null);
        List<TrustResult> results = [.. all[true].Select(o => Take(o.Source, o.Certificate, obstacle: null))];
        var roots = ReadAll().Where(c => PinOf(c) is not null).ToList();
        results.AddRange(all[false].Select(o => Take(o.Source, o.Certificate, FindObstacle(o.Certificate, roots))));
        if (results.Exists(result => result.IsTaken))
        {
            TrustFiles.Replace(Path.Combine(directory, UpdateFile), Encoding.ASCII.GetBytes(clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        }

        return results;
    }

    public static string FingerprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private TrustResult Take(string source, X509Certificate2 certificate, string? obstacle)
    {
        var fingerprint = FingerprintOf(certificate);
        var name = PinOf(certificate) ?? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (obstacle is not null)
        {
            return new TrustResult(source, TrustOutcome.Refused, name, fingerprint, obstacle);
        }

        var file = Path.Combine(directory, fingerprint + ".crt");
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(certificate.RawDataMemory.Span))
        {
            return new TrustResult(source, TrustOutcome.Present, name, fingerprint);
        }

        TrustFiles.Replace(file, certificate.RawDataMemory.Span);
        return new TrustResult(source, TrustOutcome.Added, name, fingerprint);
    }

    private string? FindObstacle(X509Certificate2 certificate, List<X509Certificate2> roots)
    {
        if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            return "a root that is not pinned";
        }

        if (roots.Count == 0)
        {
            return "no pinned root is here that could vouch for it: take the roots first";
        }

        try
        {
            var now = clock.GetUtcNow();
            var fields = CertificateFields.Parse(certificate.RawDataMemory);
            if (IssuingCa.Read(certificate.RawDataMemory) is not { } ca)
            {
                return "neither a pinned root nor an issuing CA";
            }

            CertificatePath.RequireUsable(ca);
            new CertificatePath(new EidVerificationOptions { Origin = string.Empty, TrustAnchors = roots }).RequireRootOrCa(fields, now);
            return fields.NotAfter < now ? "an issuing CA that has ended" : null;
        }
        catch (EidBridgeException e) when (e.Code == ErrorCode.IssuerUnknown)
        {
            return "no pinned root that is here has signed it";
        }
        catch (EidBridgeException e)
        {
            return $"not in order: {e.Detail ?? e.Code}";
        }
    }
}
