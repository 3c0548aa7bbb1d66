using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Win32.Interop;

/// <summary>Windows and messages.</summary>
internal static unsafe partial class User32
{
    private const string Library = "user32.dll";

    [LibraryImport(Library, EntryPoint = "RegisterClassExW", SetLastError = true)]
    internal static partial ushort RegisterClass(in WindowClass windowClass);

    [LibraryImport(Library, EntryPoint = "CreateWindowExW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    internal static partial nint CreateWindow(
        uint extendedStyle, string className, string title, uint style, int x, int y, int width, int height, nint parent, nint id, nint instance, nint data);

    [LibraryImport(Library)]
    internal static partial int DestroyWindow(nint window);

    [LibraryImport(Library, EntryPoint = "DefWindowProcW")]
    internal static partial nint DefaultProcedure(nint window, uint message, nint wParam, nint lParam);

    [LibraryImport(Library, EntryPoint = "CallWindowProcW")]
    internal static partial nint CallProcedure(nint procedure, nint window, uint message, nint wParam, nint lParam);

    [LibraryImport(Library, EntryPoint = "SetWindowLongPtrW")]
    internal static partial nint SetWindowLong(nint window, int index, nint value);

    [LibraryImport(Library, EntryPoint = "GetMessageW")]
    internal static partial int GetMessage(out Message message, nint window, uint first, uint last);

    [LibraryImport(Library)]
    internal static partial int TranslateMessage(in Message message);

    [LibraryImport(Library, EntryPoint = "DispatchMessageW")]
    internal static partial nint DispatchMessage(in Message message);

    [LibraryImport(Library, EntryPoint = "PostMessageW")]
    internal static partial int PostMessage(nint window, uint message, nint wParam, nint lParam);

    [LibraryImport(Library, EntryPoint = "SendMessageW")]
    internal static partial nint SendMessage(nint window, uint message, nint wParam, nint lParam);

    [LibraryImport(Library, EntryPoint = "SendMessageW", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint SendText(nint window, uint message, nint wParam, string text);

    [LibraryImport(Library, EntryPoint = "SetWindowTextW", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int SetText(nint window, string text);

    [LibraryImport(Library)]
    internal static partial int SetWindowPos(nint window, nint after, int x, int y, int width, int height, uint flags);

    [LibraryImport(Library)]
    internal static partial int ShowWindow(nint window, int how);

    [LibraryImport(Library)]
    internal static partial int EnableWindow(nint window, int enabled);

    [LibraryImport(Library)]
    internal static partial int IsWindowEnabled(nint window);

    [LibraryImport(Library)]
    internal static partial int IsWindow(nint window);

    [LibraryImport(Library)]
    internal static partial int IsChild(nint parent, nint window);

    [LibraryImport(Library)]
    internal static partial nint SetFocus(nint window);

    [LibraryImport(Library)]
    internal static partial nint GetFocus();

    [LibraryImport(Library)]
    internal static partial short GetKeyState(int key);

    [LibraryImport(Library)]
    internal static partial int SetForegroundWindow(nint window);

    [LibraryImport(Library)]
    internal static partial nint GetForegroundWindow();

    [LibraryImport(Library, EntryPoint = "FlashWindowEx")]
    internal static partial int FlashWindow(in FlashData data);

    [LibraryImport(Library)]
    internal static partial uint GetWindowThreadProcessId(nint window, out uint process);

    [LibraryImport("kernel32.dll", EntryPoint = "ProcessIdToSessionId")]
    internal static partial int GetSession(uint process, out uint session);

    [LibraryImport(Library)]
    internal static partial void NotifyWinEvent(uint happened, nint window, int part, int child);

    [LibraryImport(Library)]
    internal static partial nint GetProcessWindowStation();

    [LibraryImport(Library, EntryPoint = "GetUserObjectInformationW")]
    internal static partial int GetUserObjectInformation(nint handle, int index, void* data, uint length, out uint needed);
}
