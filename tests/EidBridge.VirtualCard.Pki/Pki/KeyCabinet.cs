using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Pki;

/// <summary>Keeps certificates with their keys: in memory, or in a folder so that the same card comes back tomorrow.</summary>
internal sealed class KeyCabinet(string? folder)
{
    private readonly Dictionary<string, X509Certificate2> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _bytes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <returns>The certificate of that name; made by <paramref name="make"/> the first time.</returns>
    public X509Certificate2 Take(string name, Func<X509Certificate2> make)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(name, out var kept)
                ? kept
                : _kept[name] = folder is null ? make() : TakeFromFolder(Path.Combine(folder, name + ".pem"), make);
        }
    }

    /// <returns>The bytes of that name; made the first time.</returns>
    public byte[] TakeBytes(string name, Func<byte[]> make)
    {
        lock (_gate)
        {
            return _bytes.TryGetValue(name, out var kept)
                ? kept
                : _bytes[name] = folder is null ? make() : TakeBytesFromFolder(Path.Combine(folder, name + ".sig"), make);
        }
    }

    /// <summary>Runs while no other thread or process works in the same folder.</summary>
    public T Alone<T>(Func<T> act)
    {
        lock (_gate)
        {
            return folder is null ? act() : AloneInFolder(folder, act);
        }
    }

    private static T AloneInFolder<T>(string folder, Func<T> act)
    {
        CreateOwn(folder);
        using var gate = WaitForGate(Path.Combine(folder, ".lock"));
        return act();
    }

    // On Windows a folder of the user's profile is the user's already.
    private static void CreateOwn(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
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
        Write(path, System.Text.Encoding.ASCII.GetBytes($"{made.ExportCertificatePem()}\n{KeyPem(made)}\n"));
        return made;
    }

    private static byte[] TakeBytesFromFolder(string path, Func<byte[]> make)
    {
        if (!File.Exists(path))
        {
            Write(path, make());
        }

        return File.ReadAllBytes(path);
    }

    // A file is there whole or not at all, and nobody else can read it.
    private static void Write(string path, byte[] content)
    {
        var draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static string KeyPem(X509Certificate2 certificate)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        return (ec as System.Security.Cryptography.AsymmetricAlgorithm ?? rsa)!.ExportPkcs8PrivateKeyPem();
    }
}
