using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Pki;

/// <summary>Keeps certificates with their keys: in memory, or in a folder so that the same card comes back tomorrow.</summary>
internal sealed class KeyCabinet(string? folder)
{
    private readonly Dictionary<string, X509Certificate2> _kept = new(StringComparer.Ordinal);

    /// <returns>The certificate of that name; made by <paramref name="make"/> the first time.</returns>
    public X509Certificate2 Take(string name, Func<X509Certificate2> make)
    {
        if (_kept.TryGetValue(name, out var kept))
        {
            return kept;
        }

        return _kept[name] = folder is null ? make() : TakeFromFolder(Path.Combine(folder, name + ".pem"), make);
    }

    /// <summary>Runs while no other process works in the same folder.</summary>
    public T Alone<T>(Func<T> act)
    {
        if (folder is null)
        {
            return act();
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var gate = WaitForGate(Path.Combine(folder, ".lock"));
        return act();
    }

    private static FileStream WaitForGate(string path)
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < 600)
            {
                Thread.Sleep(50);
            }
        }
    }

    private static X509Certificate2 TakeFromFolder(string path, Func<X509Certificate2> make)
    {
        if (File.Exists(path))
        {
            return X509Certificate2.CreateFromPemFile(path);
        }

        var made = make();
        var text = $"{made.ExportCertificatePem()}\n{KeyPem(made)}\n";
        var draft = path + ".new";
        using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        }

        File.Move(draft, path, overwrite: true);
        return made;
    }

    private static string KeyPem(X509Certificate2 certificate)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        return (ec as System.Security.Cryptography.AsymmetricAlgorithm ?? rsa)!.ExportPkcs8PrivateKeyPem();
    }
}
