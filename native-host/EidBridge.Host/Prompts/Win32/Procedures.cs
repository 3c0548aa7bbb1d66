using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Leads Windows' calls to the object that a window belongs to. For the windows' thread only.</summary>
internal static unsafe class Procedures
{
    private const string WindowClass = "eidbridge-host";
    private static readonly Dictionary<nint, (WindowLoop.Procedure Ours, nint Theirs)> ByWindow = [];
    private static bool _registered;
    private static WindowLoop.Procedure? _beingCreated;

    /// <summary>A top-level window, not visible yet.</summary>
    public static nint CreateWindow(uint extendedStyle, string title, uint style, WindowLoop.Procedure procedure)
    {
        if (!_registered)
        {
            WindowLoop.Register(WindowClass, &Call);
            _registered = true;
        }

        _beingCreated = procedure;
        var window = User32.CreateWindow(extendedStyle, WindowClass, title, style, 0, 0, 0, 0, 0, 0, 0, 0);
        _beingCreated = null;
        return window != 0 ? window : throw new InvalidOperationException("no window");
    }

    /// <summary>From now on our procedure is asked first, for a control of a kind that Windows knows.</summary>
    public static void Subclass(nint control, WindowLoop.Procedure procedure)
    {
        const int ProcedureIndex = -4;
        delegate* unmanaged<nint, uint, nint, nint, nint> call = &Call;
        var theirs = User32.SetWindowLong(control, ProcedureIndex, (nint)call);
        ByWindow[control] = (procedure, theirs);
    }

    /// <summary>What Windows would have done.</summary>
    public static nint CallTheirs(nint window, uint message, nint wParam, nint lParam) =>
        ByWindow.TryGetValue(window, out var found) && found.Theirs != 0
            ? User32.CallProcedure(found.Theirs, window, message, wParam, lParam)
            : User32.DefaultProcedure(window, message, wParam, lParam);

    /// <summary>The window is about to be destroyed: its last messages go to Windows alone.</summary>
    public static void Forget(nint window)
    {
        if (ByWindow.TryGetValue(window, out var found))
        {
            ByWindow[window] = (static (_, _, _, _) => null, found.Theirs);
        }
    }

    [UnmanagedCallersOnly]
    private static nint Call(nint window, uint message, nint wParam, nint lParam)
    {
        const uint LastMessage = 0x0082;
        if (_beingCreated is { } procedure)
        {
            ByWindow[window] = (procedure, 0);
            _beingCreated = null;
        }

        nint? answer = null;
        WindowLoop.Guard(() => answer = ByWindow.TryGetValue(window, out var found) ? found.Ours(window, message, wParam, lParam) : null);
        var result = answer ?? CallTheirs(window, message, wParam, lParam);
        if (message == LastMessage)
        {
            ByWindow.Remove(window);
        }

        return result;
    }
}
