using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Gtk.Interop;

/// <summary>The calls of GTK 3 for the PIN field and the list of cards.</summary>
internal static unsafe partial class GtkInput
{
    private const string Library = "libgtk-3.so.0";

    [LibraryImport(Library, EntryPoint = "gtk_entry_new")]
    internal static partial nint NewEntry();

    [LibraryImport(Library, EntryPoint = "gtk_entry_set_visibility")]
    internal static partial void SetVisibility(nint entry, int visible);

    [LibraryImport(Library, EntryPoint = "gtk_entry_set_max_length")]
    internal static partial void SetMaxLength(nint entry, int length);

    [LibraryImport(Library, EntryPoint = "gtk_entry_set_input_purpose")]
    internal static partial void SetInputPurpose(nint entry, int purpose);

    [LibraryImport(Library, EntryPoint = "gtk_entry_set_input_hints")]
    internal static partial void SetInputHints(nint entry, int hints);

    [LibraryImport(Library, EntryPoint = "gtk_entry_get_text")]
    internal static partial byte* Text(nint entry);

    [LibraryImport(Library, EntryPoint = "gtk_entry_get_text_length")]
    internal static partial ushort TextLength(nint entry);

    [LibraryImport(Library, EntryPoint = "gtk_entry_set_text")]
    internal static partial void SetText(nint entry, byte* text);

    [LibraryImport(Library, EntryPoint = "gtk_entry_set_width_chars")]
    internal static partial void SetWidth(nint entry, int characters);

    [LibraryImport(Library, EntryPoint = "gtk_entry_grab_focus_without_selecting")]
    internal static partial void GrabFocus(nint entry);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_new")]
    internal static partial nint NewList();

    [LibraryImport(Library, EntryPoint = "gtk_list_box_set_selection_mode")]
    internal static partial void SetSelectionMode(nint list, int mode);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_row_new")]
    internal static partial nint NewRow();

    [LibraryImport(Library, EntryPoint = "gtk_list_box_row_set_selectable")]
    internal static partial void SetSelectable(nint row, int selectable);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_row_set_activatable")]
    internal static partial void SetActivatable(nint row, int activatable);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_row_get_index")]
    internal static partial int IndexOf(nint row);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_get_row_at_index")]
    internal static partial nint RowAt(nint list, int index);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_select_row")]
    internal static partial void Select(nint list, nint row);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_row_is_selected")]
    internal static partial int IsSelected(nint row);
}
