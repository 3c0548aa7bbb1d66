using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Windows;

/// <summary>One Windows for all tests that need one: wine takes ten seconds to make it.</summary>
[TestClass]
public static class Wine
{
    private static readonly Lazy<Task<WinePrefix>> Made = new(() => WinePrefix.CreateAsync());

    internal static Task<WinePrefix> GetAsync() => Made.Value;

    [AssemblyCleanup]
    public static async Task RemoveAsync()
    {
        if (Made.IsValueCreated)
        {
            await (await Made.Value).DisposeAsync();
        }
    }
}
