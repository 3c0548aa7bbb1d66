using EidBridge.Host.Install;

namespace EidBridge.Host.Tests.Install;

internal sealed class FakeRegistry : IRegistry
{
    public Dictionary<(InstallScope Scope, bool View32, string Key), string> Values { get; } = [];

    public string? Read(InstallScope scope, bool view32, string key) => Values.GetValueOrDefault((scope, view32, key));

    public void Write(InstallScope scope, bool view32, string key, string value) => Values[(scope, view32, key)] = value;

    public void Delete(InstallScope scope, bool view32, string key) => Values.Remove((scope, view32, key));
}
