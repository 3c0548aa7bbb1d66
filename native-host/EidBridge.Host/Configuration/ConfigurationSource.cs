using System.Runtime.Versioning;
using System.Text;
using EidBridge.Protocol;
using Microsoft.Win32;

namespace EidBridge.Host.Configuration;

/// <summary>
/// Finds the one configuration of this machine: policy, then <c>/etc</c>, then beside the executable. The first found is used
/// whole. Nothing comes from the working directory, the environment or a message.
/// </summary>
/// <param name="readPolicy">The text an administrator set by policy, or null.</param>
/// <param name="files">Where to look, in order.</param>
internal sealed class ConfigurationSource(Func<string?> readPolicy, IReadOnlyList<string> files)
{
    private const int MaxBytes = 64 * 1024;
    private const string PolicyKey = @"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\EidBridge";
    private const string PolicyValue = "HostConfiguration";

    public static ConfigurationSource OfThisMachine()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "eidbridge-host.json");
        return OperatingSystem.IsWindows()
            ? new ConfigurationSource(ReadRegistry, [beside])
            : new ConfigurationSource(() => null, ["/etc/eidbridge/host.json", beside]);
    }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.ConfigurationRefused"/>.</exception>
    public HostConfiguration Read()
    {
        if (readPolicy() is { } policy)
        {
            return ConfigurationParser.Parse(Encoding.UTF8.GetBytes(policy));
        }

        return files.Select(ReadChecked).FirstOrDefault(bytes => bytes is not null) is { } found
            ? ConfigurationParser.Parse(found)
            : new HostConfiguration();
    }

    /// <summary>What an administrator set as another kind of value is a mistake to be told, not an absent policy.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.ConfigurationRefused"/>.</exception>
    internal static string? PolicyText(object? value) => value switch
    {
        null => null,
        string text => text,
        _ => throw new EidBridgeException(ErrorCode.ConfigurationRefused, $"{PolicyValue} is no REG_SZ"),
    };

    /// <returns>Null only when there is no such file: one that cannot be read is no absent one.</returns>
    private static byte[]? ReadChecked(string path)
    {
        try
        {
            // The open file is what is checked and read: a name could be exchanged in between.
            using var file = File.OpenHandle(path);
            if (OperatingSystem.IsLinux())
            {
                FileOwnership.RequireOursAlone(file, path);
            }

            var length = RandomAccess.GetLength(file);
            if (length > MaxBytes)
            {
                throw new EidBridgeException(ErrorCode.ConfigurationRefused, "too large");
            }

            var bytes = new byte[length];
            return bytes[..RandomAccess.Read(file, bytes, fileOffset: 0)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EidBridgeException(ErrorCode.ConfigurationRefused, "unreadable", e);
        }
    }

    [SupportedOSPlatform("windows")]
    private static string? ReadRegistry() => PolicyText(Registry.GetValue(PolicyKey, PolicyValue, defaultValue: null));
}
