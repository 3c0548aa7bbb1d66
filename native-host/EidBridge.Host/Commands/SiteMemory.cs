using System.Security.Cryptography;
using System.Text;

namespace EidBridge.Host.Commands;

/// <summary>At which sites this user has used a card: hashes in a file, or nothing on a shared device.</summary>
/// <param name="file">Null where nothing may be remembered.</param>
internal sealed class SiteMemory(string? file)
{
    public bool IsNew(string origin)
    {
        try
        {
            return file is null || !File.Exists(file) || !File.ReadLines(file).Contains(HashOf(origin), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    public void Remember(string origin)
    {
        if (file is null || !IsNew(origin))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.AppendAllText(file, $"{HashOf(origin)}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The window will say "for the first time" once more: no reason to fail a login.
        }
    }

    private static string HashOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
}
