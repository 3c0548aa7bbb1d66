using System.Runtime.CompilerServices;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The top-level window itself: where it is, that it is seen, and that it asks for attention when it cannot come to the front.</summary>
internal sealed class WindowFrame : IDisposable
{
    private const uint Style = 0x80000000 | 0x00C00000 | 0x00080000 | 0x02000000;
    private const uint ExtendedStyle = 0x00000008 | 0x00040000 | 0x00010000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private readonly TimeProvider _time;
    private readonly nint _near;
    private ITimer? _attention;
    private nint _icon;
    private bool _presented;

    /// <param name="near">A window of the browser, or 0.</param>
    public WindowFrame(nint near, TimeProvider time, WindowLoop.Procedure procedure)
    {
        (_near, _time) = (near, time);
        Handle = Procedures.CreateWindow(ExtendedStyle, string.Empty, Style, procedure);
        var start = Whereabouts();
        Move(new Rect(start.Left, start.Top, start.Left, start.Top));
    }

    public nint Handle { get; }

    public uint Dpi => Screen.GetDpiForWindow(Handle);

    public bool IsActive => User32.GetForegroundWindow() == Handle;

    public void Title(string title) => _ = User32.SetText(Handle, title);

    public void ApplyTheme(Theme theme)
    {
        const uint DarkFrame = 20;
        var dark = theme.Palette.IsDark ? 1 : 0;
        _ = Screen.SetFrameAttribute(Handle, DarkFrame, in dark, sizeof(int));
        const double IconSize = 32;
        var size = theme.Pixels(IconSize);
        var icon = GdiPlusCanvas.MakeIcon(size, (double)size / Pictures.LogoSize, Pictures.DrawLogo);
        for (var which = 0; which < 2; which++)
        {
            _ = User32.SendMessage(Handle, MessageId.SetIcon, which, icon);
        }

        _ = Screen.DestroyIcon(_icon);
        _icon = icon;
    }

    /// <summary>Gives the window this inner size; it stays where it is as far as the screen allows.</summary>
    public void Resize(int width, int height, uint dpi)
    {
        var outer = new Rect(0, 0, width, height);
        _ = Screen.AdjustWindowRectExForDpi(ref outer, Style, menu: 0, ExtendedStyle, dpi);
        var work = Whereabouts();
        _ = Screen.GetWindowRect(Handle, out var now);
        var (left, top) = _presented
            ? (now.Left, now.Top)
            : (work.Left + ((work.Width - outer.Width) / 2), work.Top + ((work.Height - outer.Height) / 2));
        left = Math.Max(work.Left, Math.Min(left, work.Right - outer.Width));
        top = Math.Max(work.Top, Math.Min(top, work.Bottom - outer.Height));
        Move(new Rect(left, top, left + outer.Width, top + outer.Height));
        Invalidate();
    }

    public unsafe void Invalidate() => _ = Screen.InvalidateRect(Handle, null, erase: 1);

    /// <summary>
    /// Above all others for its whole life, and in front if Windows allows it. The first ShowWindow of a process is whatever its starter
    /// said, which may be hidden; this is none.
    /// </summary>
    public void Present()
    {
        const uint ShowInPlace = 0x0040 | 0x0001 | 0x0002;
        const nint TopMost = -1;
        if (_presented)
        {
            return;
        }

        _presented = true;
        _ = User32.SetWindowPos(Handle, TopMost, 0, 0, 0, 0, ShowInPlace);
        _ = User32.SetForegroundWindow(Handle);
        _attention = _time.CreateTimer(_ => WindowLoop.Post(AskForAttention), state: null, Patience, Timeout.InfiniteTimeSpan);
    }

    public void StopFlashing() => Flash(0);

    public void Dispose()
    {
        _attention?.Dispose();
        Procedures.Forget(Handle);
        _ = User32.DestroyWindow(Handle);
        _ = Screen.DestroyIcon(_icon);
    }

    private void AskForAttention()
    {
        const uint CaptionAndTaskbarUntilInFront = 0x0003 | 0x000C;
        if (User32.IsWindow(Handle) != 0 && !IsActive)
        {
            Flash(CaptionAndTaskbarUntilInFront);
        }
    }

    private void Flash(uint flags)
    {
        var data = new FlashData { Size = (uint)Unsafe.SizeOf<FlashData>(), Window = Handle, Flags = flags };
        _ = User32.FlashWindow(in data);
    }

    /// <summary>The usable part of the screen that we are on, at first the one that the person looks at.</summary>
    private Rect Whereabouts()
    {
        const uint Nearest = 2;
        var data = new MonitorData { Size = (uint)Unsafe.SizeOf<MonitorData>() };
        var there = _presented ? Handle : IsOfThisSession(_near) ? _near : User32.GetForegroundWindow();
        return Screen.GetMonitorInfo(Screen.MonitorFromWindow(there, Nearest), ref data) != 0 ? data.Work : new Rect(0, 0, 1024, 768);
    }

    /// <summary>A hint that came from outside: used only to find the screen, never to make another program's window our owner.</summary>
    private static bool IsOfThisSession(nint window)
    {
        if (window == 0 || User32.IsWindow(window) == 0 || User32.GetWindowThreadProcessId(window, out var process) == 0)
        {
            return false;
        }

        return User32.GetSession(process, out var theirs) != 0
            && User32.GetSession((uint)Environment.ProcessId, out var ours) != 0
            && theirs == ours;
    }

    private void Move(Rect area)
    {
        const uint NoOrderNoActivation = 0x0004 | 0x0010;
        _ = User32.SetWindowPos(Handle, 0, area.Left, area.Top, area.Width, area.Height, NoOrderNoActivation);
    }
}
