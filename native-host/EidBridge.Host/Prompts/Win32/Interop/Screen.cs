using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Win32.Interop;

/// <summary>Where windows are, how dense the screen is, and what the person has set.</summary>
internal static unsafe partial class Screen
{
    private const string Library = "user32.dll";

    [LibraryImport(Library)]
    internal static partial int GetClientRect(nint window, out Rect area);

    [LibraryImport(Library)]
    internal static partial int GetWindowRect(nint window, out Rect area);

    [LibraryImport(Library)]
    internal static partial int AdjustWindowRectExForDpi(ref Rect area, uint style, int menu, uint extendedStyle, uint dpi);

    [LibraryImport(Library)]
    internal static partial uint GetDpiForWindow(nint window);

    [LibraryImport(Library)]
    internal static partial nint MonitorFromWindow(nint window, uint otherwise);

    [LibraryImport(Library, EntryPoint = "GetMonitorInfoW")]
    internal static partial int GetMonitorInfo(nint monitor, ref MonitorData data);

    [LibraryImport(Library)]
    internal static partial uint GetSysColor(int index);

    [LibraryImport(Library, EntryPoint = "SystemParametersInfoW")]
    internal static partial int GetHighContrast(uint action, uint size, ref HighContrastData data, uint update);

    [LibraryImport(Library, EntryPoint = "SystemParametersInfoForDpi")]
    internal static partial int GetFrameMetrics(uint action, uint size, ref FrameMetrics data, uint update, uint dpi);

    [LibraryImport(Library)]
    internal static partial int InvalidateRect(nint window, Rect* area, int erase);

    [LibraryImport(Library)]
    internal static partial nint BeginPaint(nint window, out PaintData data);

    [LibraryImport(Library)]
    internal static partial int EndPaint(nint window, in PaintData data);

    [LibraryImport(Library)]
    internal static partial nint GetDC(nint window);

    [LibraryImport(Library)]
    internal static partial int ReleaseDC(nint window, nint dc);

    [LibraryImport(Library)]
    internal static partial int FillRect(nint dc, in Rect area, nint brush);

    [LibraryImport(Library, EntryPoint = "DrawTextW", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int DrawText(nint dc, string text, int length, ref Rect area, uint format);

    [LibraryImport(Library, EntryPoint = "LoadCursorW")]
    internal static partial nint LoadCursor(nint instance, nint name);

    [LibraryImport(Library)]
    internal static partial int DestroyIcon(nint icon);

    /// <summary>Since Windows 10 2004: the title bar follows dark mode. Older ones answer with an error and stay light.</summary>
    [LibraryImport("dwmapi.dll", EntryPoint = "DwmSetWindowAttribute")]
    internal static partial int SetFrameAttribute(nint window, uint attribute, in int value, uint size);
}
