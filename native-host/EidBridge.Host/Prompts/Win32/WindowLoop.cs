using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The thread that owns the windows. It lives as long as the process and, being a background thread, never keeps it alive.</summary>
internal static unsafe class WindowLoop
{
    private const string LoopClass = "eidbridge-host-loop";
    private const uint Posted = MessageId.App;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentQueue<Action> Actions = new();
    private static readonly Lazy<bool> Started = new(Start);
    private static nint _receiver;

    /// <summary>Answers a window message; null leaves it to Windows.</summary>
    internal delegate nint? Procedure(nint window, uint message, nint wParam, nint lParam);

    /// <summary>Whether this process may show a window; the first question starts the thread.</summary>
    public static bool IsRunning => Started.Value;

    /// <summary>Hears of exceptions on the windows' thread, which must not reach Windows.</summary>
    public static Action<Exception> Failed { get; set; } = static _ => { };

    /// <summary>Sees each message of the thread first; true means that it was handled.</summary>
    public static Func<Message, bool> Filter { get; set; } = static _ => false;

    /// <summary>Runs the action on the windows' thread, after those posted before it; also while the person drags the window.</summary>
    public static void Post(Action action)
    {
        Actions.Enqueue(action);
        _ = User32.PostMessage(_receiver, Posted, 0, 0);
    }

    /// <summary>Runs what Windows called; an exception ends here.</summary>
    public static void Guard(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // Whatever it is must not unwind into Windows.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e);
        }
    }

    /// <summary>Handles one message as the loop does.</summary>
    public static void Handle(in Message message)
    {
        var seen = message;
        var isHandled = false;
        Guard(() => isHandled = Filter(seen));
        if (!isHandled)
        {
            _ = User32.TranslateMessage(in message);
            _ = User32.DispatchMessage(in message);
        }
    }

    private static bool Start()
    {
        if (!OperatingSystem.IsWindows() || !HasVisibleStation())
        {
            return false;
        }

        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Live(answer)) { IsBackground = true, Name = "window" };
        thread.SetApartmentState(ApartmentState.STA);
        thread.Start();
        return answer.Task.Wait(StartLimit) && answer.Task.Result;
    }

    /// <summary>A service, or a session without a screen, has a station that nobody sees.</summary>
    private static bool HasVisibleStation()
    {
        const int Flags = 1;
        const uint Visible = 1;
        var flags = stackalloc uint[3];
        return User32.GetUserObjectInformation(User32.GetProcessWindowStation(), Flags, flags, 3 * sizeof(uint), out _) != 0
            && (flags[2] & Visible) != 0;
    }

    private static void Live(TaskCompletionSource<bool> answer)
    {
        const nint MessageOnly = -3;
        var startup = new GdiPlus.Startup { Version = 1 };
        _ = GdiPlus.Start(out _, in startup, output: 0);
        Register(LoopClass, &ReceivePosted);
        _receiver = User32.CreateWindow(0, LoopClass, string.Empty, 0, 0, 0, 0, 0, MessageOnly, 0, 0, 0);
        answer.SetResult(_receiver != 0);
        while (_receiver != 0 && User32.GetMessage(out var message, 0, 0, 0) > 0)
        {
            Handle(in message);
        }
    }

    public static void Register(string name, delegate* unmanaged<nint, uint, nint, nint, nint> procedure)
    {
        const nint Arrow = 32512;
        fixed (char* start = name)
        {
            var windowClass = new WindowClass
            {
                Size = (uint)Unsafe.SizeOf<WindowClass>(),
                Procedure = (nint)procedure,
                Cursor = Screen.LoadCursor(0, Arrow),
                ClassName = (nint)start,
            };
            _ = User32.RegisterClass(in windowClass);
        }
    }

    [UnmanagedCallersOnly]
    private static nint ReceivePosted(nint window, uint message, nint wParam, nint lParam)
    {
        if (message != Posted)
        {
            return User32.DefaultProcedure(window, message, wParam, lParam);
        }

        while (Actions.TryDequeue(out var action))
        {
            Guard(action);
        }

        return 0;
    }
}
