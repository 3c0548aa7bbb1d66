using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>GTK's own thread. It lives as long as the process and, being a background thread, never keeps it alive.</summary>
internal static unsafe class GtkLoop
{
    private const int DefaultPriority = 0;
    private const int InfoAndDebug = (1 << 6) | (1 << 7);
    private const string ProgramName = "eidbridge-host";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(5);
    private static readonly Lazy<bool> Started = new(Start);

    /// <summary>Whether the libraries are there and a display answered; the first question starts the thread.</summary>
    public static bool IsRunning => Started.Value;

    /// <summary>Hears of exceptions on GTK's thread, which must not reach GTK: it would end the process without a frame.</summary>
    public static Action<Exception> Failed { get; set; } = static _ => { };

    /// <summary>Runs the action on GTK's thread, after those posted before it.</summary>
    public static void Post(Action action) => _ = Glib.AddIdle(DefaultPriority, &Run, Hold(action), destroy: 0);

    /// <summary>Runs what GTK called; an exception ends here.</summary>
    public static void Guard(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // Whatever it is must not unwind into GTK.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e);
        }
    }

    private static nint Hold(Action action) => GCHandle.ToIntPtr(GCHandle.Alloc(action));

    private static bool Start()
    {
        if (!HasDisplayName() || !NativeLibrary.TryLoad("libgtk-3.so.0", out _))
        {
            return false;
        }

        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(answer)) { IsBackground = true, Name = "gtk" }.Start();

        // A display that is there but hangs is none.
        return answer.Task.Wait(StartLimit) && answer.Task.Result;
    }

    private static bool HasDisplayName() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));

    private static void Live(TaskCompletionSource<bool> answer)
    {
        // Stdout belongs to the protocol, and GLib writes there when a user has set G_MESSAGES_DEBUG.
        Glib.SetPrintHandler(&Discard);
        Glib.SetLogWriter(&WriteLog, data: 0, destroy: 0);
        Glib.SetProgramName(ProgramName);

        // GDK would load OpenGL only to look at its visuals: without a graphics card that is 56 MB of a software renderer.
        _ = Glib.SetVariable("GDK_GL", "disable", overwrite: 1);
        var link = DesktopChoice.LinkDconf();
        var hasDisplay = Gtk3.Init(argc: 0, argv: 0) != 0;
        DesktopChoice.Unlink(link);
        if (!hasDisplay)
        {
            answer.SetResult(false);
            return;
        }

        DesktopChoice.Apply();
        Gdk.SetProgramClass(ProgramName);
        answer.SetResult(true);
        Gtk3.RunMain();
    }

    [UnmanagedCallersOnly]
    private static int Run(nint data)
    {
        var handle = GCHandle.FromIntPtr(data);
        var action = (Action)handle.Target!;
        handle.Free();
        Guard(action);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void Discard(nint text)
    {
    }

    [UnmanagedCallersOnly]
    private static int WriteLog(int level, nint fields, nuint count, nint data)
    {
        const int Handled = 1;
        return (level & InfoAndDebug) != 0 ? Handled : Glib.WriteLogByDefault(level, fields, count, data);
    }
}
