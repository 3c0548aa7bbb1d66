using System.Runtime.InteropServices;

namespace EidBridge.WindowGallery;

/// <summary>What a screen reader is told of the window: the tree that GTK exports over AT-SPI. For GTK's thread only.</summary>
internal static partial class AccessibleTree
{
    private const string Atk = "libatk-1.0.so.0";

    /// <returns>One <c>role: name</c> per object, in order, without the containers that say nothing.</returns>
    public static IReadOnlyList<string> Read()
    {
        var lines = new List<string>();
        var root = Root();
        for (var i = 0; i < ChildCount(root); i++)
        {
            Walk(Child(root, i), lines);
        }

        return lines;
    }

    private static void Walk(nint accessible, List<string> lines)
    {
        var role = Marshal.PtrToStringUTF8(RoleName(Role(accessible)))!;
        var name = Marshal.PtrToStringUTF8(Name(accessible)) ?? string.Empty;
        if (name.Length > 0 || role is not ("panel" or "filler" or "drawing area" or "scroll pane" or "viewport" or "scroll bar"))
        {
            lines.Add($"{role}: {name}");
        }

        for (var i = 0; i < ChildCount(accessible); i++)
        {
            Walk(Child(accessible, i), lines);
        }
    }

    [LibraryImport(Atk, EntryPoint = "atk_get_root")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Root();

    [LibraryImport(Atk, EntryPoint = "atk_object_get_n_accessible_children")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ChildCount(nint accessible);

    [LibraryImport(Atk, EntryPoint = "atk_object_ref_accessible_child")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Child(nint accessible, int index);

    [LibraryImport(Atk, EntryPoint = "atk_object_get_role")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Role(nint accessible);

    [LibraryImport(Atk, EntryPoint = "atk_role_get_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint RoleName(int role);

    [LibraryImport(Atk, EntryPoint = "atk_object_get_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Name(nint accessible);
}
