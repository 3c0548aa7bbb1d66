using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Site;

/// <summary>The one secret outside the database; every use has a key of its own, derived from it (HKDF, RFC 5869).</summary>
internal sealed class MasterKey
{
    private const int Size = 32;

    private readonly byte[] _key;

    public MasterKey(IOptions<SiteOptions> options)
    {
        var site = options.Value;
        _key = site.MasterKey is { } given ? Decode(given) : ReadOrMake(Path.Combine(site.DataDirectory, "master.key"));
    }

    /// <param name="use">Names the use, for example <c>national-number</c>; never changed once data exists.</param>
    /// <returns>32 bytes.</returns>
    public byte[] For(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.UTF8.GetBytes(use));

    private static byte[] Decode(string given)
    {
        var key = Convert.FromBase64String(given);
        return key.Length == Size ? key : throw new OptionsValidationException(
            "Site:MasterKey", typeof(SiteOptions), ["Site:MasterKey must be 32 bytes in base64"]);
    }

    private static byte[] ReadOrMake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path))
        {
            Make(path);
        }

        return Decode(File.ReadAllText(path).Trim());
    }

    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size))));
    }
}
