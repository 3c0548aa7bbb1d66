using System.Runtime.InteropServices;

namespace EidBridge.WindowGallery;

/// <summary>
/// What Windows tells a screen reader of controls of its own kinds: the role by the kind, the name by the text or, for a list or a field,
/// by the static text before it. For the window's thread.
/// </summary>
internal static unsafe partial class WindowTree
{
    private const int Longest = 512;
    private const uint Visible = 0x10000000;
    private const uint PasswordStyle = 0x0020;

    public static IReadOnlyList<string> Read()
    {
        const uint FirstChild = 5;
        const uint Next = 2;
        var lines = new List<string>();
        var before = string.Empty;
        for (var window = GetWindow(FindWindow("eidbridge-host", null), FirstChild); window != 0; window = GetWindow(window, Next))
        {
            if ((GetLong(window, -16) & Visible) != 0)
            {
                Describe(window, ref before, lines);
            }
        }

        return lines;
    }

    private static void Describe(nint window, ref string before, List<string> lines)
    {
        var text = TextOf(window);
        switch (KindOf(window).ToUpperInvariant())
        {
            case "STATIC" when text.Length > 0:
                lines.Add($"label: {text}");
                before = text;
                break;
            case "BUTTON":
                lines.Add($"push button: {text.Replace("&", string.Empty, StringComparison.Ordinal)}");
                break;
            case "EDIT":
                lines.Add($"{((GetLong(window, -16) & PasswordStyle) != 0 ? "password text" : "text")}: {before}{(text.Length > 0 ? $" = {text}" : text)}");
                break;
            case "LISTBOX":
                lines.Add($"list box: {before}");
                AddItems(window, lines);
                break;
        }
    }

    private static void AddItems(nint list, List<string> lines)
    {
        const uint Count = 0x018B;
        const uint GetText = 0x0189;
        var text = stackalloc char[Longest];
        for (nint i = 0; i < Send(list, Count, 0, 0); i++)
        {
            var length = (int)Send(list, GetText, i, (nint)text);
            lines.Add($"list item: {new string(text, 0, length)}");
        }
    }

    private static string TextOf(nint window)
    {
        var text = stackalloc char[Longest];
        return new string(text, 0, GetText(window, text, Longest));
    }

    private static string KindOf(nint window)
    {
        var text = stackalloc char[Longest];
        return new string(text, 0, GetKind(window, text, Longest));
    }

    [LibraryImport("user32.dll", EntryPoint = "FindWindowW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint FindWindow(string kind, string? title);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetWindow(nint window, uint which);

    [LibraryImport("user32.dll", EntryPoint = "GetWindowLongPtrW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetLong(nint window, int index);

    [LibraryImport("user32.dll", EntryPoint = "GetWindowTextW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetText(nint window, char* text, int length);

    [LibraryImport("user32.dll", EntryPoint = "GetClassNameW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetKind(nint window, char* text, int length);

    [LibraryImport("user32.dll", EntryPoint = "SendMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Send(nint window, uint message, nint wParam, nint lParam);
}
