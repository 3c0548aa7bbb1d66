using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Server.Trust;

/// <summary>Certificates in files: what cannot be read is named, never a stack trace and never skipped.</summary>
internal static class TrustFiles
{
    private const string Certificates = "*.crt";
    private const string Draft = ".new";
    private static readonly string[] Offered = [".crt", ".cer", ".der", ".pem"];

    /// <exception cref="InvalidDataException">The message names the file and says what is wrong.</exception>
    public static X509Certificate2 Read(string file) => ReadMany(file)[0];

    /// <returns>At least one: a PEM file may hold several.</returns>
    /// <exception cref="InvalidDataException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<X509Certificate2> ReadMany(string file)
    {
        try
        {
            return Parse(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{file}: there is no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidDataException($"{file}: this user may not read it", e);
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new InvalidDataException($"{file}: this file holds no certificate that can be read (DER or PEM)", e);
        }
    }

    /// <returns>At least one.</returns>
    /// <exception cref="CryptographicException">No certificate in DER or PEM.</exception>
    public static IReadOnlyList<X509Certificate2> Parse(byte[] content)
    {
        if (!content.AsSpan().StartsWith("-----"u8))
        {
            return [X509CertificateLoader.LoadCertificate(content)];
        }

        var several = new X509Certificate2Collection();
        several.ImportFromPem(System.Text.Encoding.ASCII.GetString(content));
        return several.Count > 0 ? [.. several] : throw new CryptographicException("no certificate");
    }

    /// <returns>In the order of their names; none when there is no such folder.</returns>
    /// <exception cref="InvalidDataException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<X509Certificate2> ReadAll(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, Certificates).Order(StringComparer.Ordinal).Select(Read)]
        : [];

    /// <returns>A file itself, or what a folder offers by its extensions, in the order of names.</returns>
    public static IEnumerable<string> Find(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(f => Offered.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
        : [path];

    /// <summary>The file is there whole, or as it was before: whatever ends the process, and when.</summary>
    public static void Replace(string file, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using (var draft = new FileStream(file + Draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            draft.Write(content);
            draft.Flush(flushToDisk: true);
        }

        File.Move(file + Draft, file, overwrite: true);
    }
}
