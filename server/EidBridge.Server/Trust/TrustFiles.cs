using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Server.Trust;

/// <summary>Certificates in files: what cannot be read is named, never a stack trace and never skipped.</summary>
internal static class TrustFiles
{
    private const string Certificates = "*.crt";

    /// <exception cref="InvalidDataException">The message names the file and says what is wrong.</exception>
    public static X509Certificate2 Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{file}: there is no such file", e);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file}: this file holds no certificate that can be read (DER or PEM)", e);
        }
    }

    /// <returns>In the order of their names; none when there is no such folder.</returns>
    /// <exception cref="InvalidDataException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<X509Certificate2> ReadAll(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, Certificates).Order(StringComparer.Ordinal).Select(Read)]
        : [];
}
