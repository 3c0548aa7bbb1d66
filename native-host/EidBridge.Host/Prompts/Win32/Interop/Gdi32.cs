using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Win32.Interop;

/// <summary>Text, fonts and brushes.</summary>
internal static unsafe partial class Gdi32
{
    private const string Library = "gdi32.dll";

    [LibraryImport(Library, EntryPoint = "CreateFontIndirectW")]
    internal static partial nint CreateFont(in FontData font);

    [LibraryImport(Library)]
    internal static partial nint CreateSolidBrush(uint color);

    [LibraryImport(Library)]
    internal static partial nint SelectObject(nint dc, nint thing);

    [LibraryImport(Library)]
    internal static partial int DeleteObject(nint thing);

    [LibraryImport(Library)]
    internal static partial uint SetTextColor(nint dc, uint color);

    [LibraryImport(Library, EntryPoint = "SetBkColor")]
    internal static partial uint SetBackColor(nint dc, uint color);

    [LibraryImport(Library, EntryPoint = "SetBkMode")]
    internal static partial int SetBackMode(nint dc, int mode);

    [LibraryImport(Library, EntryPoint = "TextOutW")]
    internal static partial int TextOut(nint dc, int x, int y, char* text, int length);

    /// <param name="fit">How many characters fit into the width.</param>
    [LibraryImport(Library, EntryPoint = "GetTextExtentExPointW")]
    internal static partial int GetTextExtent(nint dc, char* text, int length, int width, out int fit, nint each, out Extent size);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Extent
    {
        public int Width;
        public int Height;
    }
}
