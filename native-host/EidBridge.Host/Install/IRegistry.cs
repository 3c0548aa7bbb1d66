namespace EidBridge.Host.Install;

/// <summary>The Windows registry, as far as native-messaging hosts go: default values of keys.</summary>
internal interface IRegistry
{
    /// <returns>The default value, or null when the key is not there.</returns>
    string? Read(InstallScope scope, bool view32, string key);

    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    void Write(InstallScope scope, bool view32, string key, string value);

    void Delete(InstallScope scope, bool view32, string key);
}
