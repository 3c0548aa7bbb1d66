using System.Runtime.InteropServices;
using EidBridge.Host.Prompts;
using EidBridge.Host.Prompts.Win32;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.WindowGallery;

/// <summary>The Win32 window. Whoever acts on it presses F12 afterwards: keys come by another way than the clock's commands.</summary>
internal sealed partial class Win32Screen : GalleryScreen
{
    private const int SentinelKey = 0x7B;
    private static readonly SemaphoreSlim Sentinels = new(0);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private bool _watching;

    public override bool IsAvailable => Win32Prompt.IsAvailable;

    public override IPrompt Open(TimeProvider time)
    {
        var prompt = new Win32Prompt(time);
        if (!_watching)
        {
            _watching = true;
            Post(static () => Watch());
        }

        return prompt;
    }

    public override void Post(Action action) => WindowLoop.Post(action);

    public override async Task SettleAsync()
    {
        if (!await Sentinels.WaitAsync(Limit))
        {
            throw new TimeoutException("the window got no key");
        }

        await RunAsync();
    }

    public override IReadOnlyList<string> ReadTree() => WindowTree.Read();

    public override void LeaveAndReturn()
    {
        var ours = User32.GetForegroundWindow();
        _ = User32.SetForegroundWindow(Desktop());
        _ = User32.SetForegroundWindow(ours);
    }

    private static unsafe void Watch()
    {
        const int EveryMessage = 3;
        delegate* unmanaged<int, nint, nint, nint> see = &See;
        _ = SetHook(EveryMessage, (nint)see, 0, CurrentThread());
    }

    [UnmanagedCallersOnly]
    private static unsafe nint See(int code, nint removed, nint message)
    {
        var seen = (Message*)message;
        if (code == 0 && removed == 1 && seen->Id == MessageId.KeyDown && seen->WParam == SentinelKey)
        {
            Sentinels.Release();
        }

        return NextHook(0, code, removed, message);
    }

    [LibraryImport("user32.dll", EntryPoint = "GetDesktopWindow")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Desktop();

    [LibraryImport("user32.dll", EntryPoint = "SetWindowsHookExW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SetHook(int kind, nint procedure, nint module, uint thread);

    [LibraryImport("user32.dll", EntryPoint = "CallNextHookEx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint NextHook(nint hook, int code, nint removed, nint message);

    [LibraryImport("kernel32.dll", EntryPoint = "GetCurrentThreadId")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint CurrentThread();
}
