using System.Runtime.Versioning;
using Microsoft.Win32;

namespace EidBridge.Host.Install;

/// <summary>HKLM and HKCU. Run under wine; never on Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsRegistry : IRegistry
{
    public string? Read(InstallScope scope, bool view32, string key)
    {
        using var hive = Open(scope, view32);
        using var opened = hive.OpenSubKey(key);
        return opened?.GetValue(name: null) as string;
    }

    public void Write(InstallScope scope, bool view32, string key, string value)
    {
        using var hive = Open(scope, view32);
        using var created = hive.CreateSubKey(key);
        created.SetValue(name: null, value, RegistryValueKind.String);
    }

    public void Delete(InstallScope scope, bool view32, string key)
    {
        using var hive = Open(scope, view32);
        hive.DeleteSubKey(key, throwOnMissingSubKey: false);
    }

    private static RegistryKey Open(InstallScope scope, bool view32) => RegistryKey.OpenBaseKey(
        scope == InstallScope.Machine ? RegistryHive.LocalMachine : RegistryHive.CurrentUser,
        view32 ? RegistryView.Registry32 : RegistryView.Registry64);
}
