using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Gtk.Interop;

/// <summary>The calls of GTK 3 and ATK that build the window.</summary>
internal static unsafe partial class Gtk3
{
    private const string Library = "libgtk-3.so.0";
    private const string Accessibility = "libatk-1.0.so.0";

    [LibraryImport(Library, EntryPoint = "gtk_init_check")]
    internal static partial int Init(nint argc, nint argv);

    [LibraryImport(Library, EntryPoint = "gtk_settings_get_default")]
    internal static partial nint DefaultSettings();

    [LibraryImport(Library, EntryPoint = "gtk_main")]
    internal static partial void RunMain();

    [LibraryImport(Library, EntryPoint = "gtk_window_new")]
    internal static partial nint NewWindow(int type);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_title", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetTitle(nint window, string title);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_resizable")]
    internal static partial void SetResizable(nint window, int resizable);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_position")]
    internal static partial void SetPosition(nint window, int position);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_type_hint")]
    internal static partial void SetTypeHint(nint window, int hint);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_keep_above")]
    internal static partial void SetKeepAbove(nint window, int above);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_urgency_hint")]
    internal static partial void SetUrgency(nint window, int urgent);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_icon")]
    internal static partial void SetIcon(nint window, nint pixbuf);

    [LibraryImport(Library, EntryPoint = "gtk_window_present_with_time")]
    internal static partial void Present(nint window, uint time);

    [LibraryImport(Library, EntryPoint = "gtk_widget_show_all")]
    internal static partial void ShowAll(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_visible")]
    internal static partial void SetVisible(nint widget, int visible);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_no_show_all")]
    internal static partial void SetNoShowAll(nint widget, int keepHidden);

    [LibraryImport(Library, EntryPoint = "gtk_widget_destroy")]
    internal static partial void Destroy(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_grab_focus")]
    internal static partial void GrabFocus(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_sensitive")]
    internal static partial void SetSensitive(nint widget, int sensitive);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_size_request")]
    internal static partial void SetSizeRequest(nint widget, int width, int height);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_halign")]
    internal static partial void SetHorizontalAlign(nint widget, int align);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_valign")]
    internal static partial void SetVerticalAlign(nint widget, int align);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_hexpand")]
    internal static partial void SetHorizontalExpand(nint widget, int expand);

    [LibraryImport(Library, EntryPoint = "gtk_widget_set_vexpand")]
    internal static partial void SetVerticalExpand(nint widget, int expand);

    [LibraryImport(Library, EntryPoint = "gtk_widget_get_window")]
    internal static partial nint GdkWindow(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_get_style_context")]
    internal static partial nint StyleContext(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_get_accessible")]
    internal static partial nint Accessible(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_style_context_add_class", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void AddClass(nint context, string name);

    [LibraryImport(Library, EntryPoint = "gtk_style_context_remove_class", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void RemoveClass(nint context, string name);

    [LibraryImport(Library, EntryPoint = "gtk_style_context_lookup_color", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LookupColor(nint context, string name, out Gdk.Rgba color);

    [LibraryImport(Library, EntryPoint = "gtk_style_context_add_provider_for_screen")]
    internal static partial void AddProvider(nint screen, nint provider, uint priority);

    [LibraryImport(Library, EntryPoint = "gtk_css_provider_new")]
    internal static partial nint NewCssProvider();

    [LibraryImport(Library, EntryPoint = "gtk_css_provider_load_from_data")]
    internal static partial int LoadCss(nint provider, byte* data, nint length, nint error);

    [LibraryImport(Library, EntryPoint = "gtk_container_add")]
    internal static partial void Add(nint container, nint child);

    [LibraryImport(Library, EntryPoint = "gtk_box_new")]
    internal static partial nint NewBox(int orientation, int spacing);

    [LibraryImport(Library, EntryPoint = "gtk_box_pack_start")]
    internal static partial void PackStart(nint box, nint child, int expand, int fill, uint padding);

    [LibraryImport(Library, EntryPoint = "gtk_label_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewLabel(string text);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_text", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetText(nint label, string text);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_markup", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetMarkup(nint label, string markup);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_line_wrap")]
    internal static partial void SetWrap(nint label, int wrap);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_line_wrap_mode")]
    internal static partial void SetWrapMode(nint label, int mode);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_xalign")]
    internal static partial void SetTextAlign(nint label, float align);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_justify")]
    internal static partial void SetJustify(nint label, int justify);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_max_width_chars")]
    internal static partial void SetMaxWidth(nint label, int characters);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_width_chars")]
    internal static partial void SetWidth(nint label, int characters);

    [LibraryImport(Library, EntryPoint = "gtk_label_new_with_mnemonic", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewMnemonicLabel(string text);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_mnemonic_widget")]
    internal static partial void SetMnemonicWidget(nint label, nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_button_new_with_mnemonic", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewButton(string text);

    [LibraryImport(Library, EntryPoint = "gtk_drawing_area_new")]
    internal static partial nint NewDrawingArea();

    [LibraryImport(Library, EntryPoint = "gtk_scrolled_window_new")]
    internal static partial nint NewScroller(nint horizontal, nint vertical);

    [LibraryImport(Library, EntryPoint = "gtk_scrolled_window_set_policy")]
    internal static partial void SetScrollPolicy(nint scroller, int horizontal, int vertical);

    [LibraryImport(Library, EntryPoint = "gtk_scrolled_window_set_min_content_height")]
    internal static partial void SetMinContentHeight(nint scroller, int height);

    [LibraryImport(Library, EntryPoint = "gtk_scrolled_window_set_overlay_scrolling")]
    internal static partial void SetOverlayScrolling(nint scroller, int overlay);

    [LibraryImport(Accessibility, EntryPoint = "atk_object_set_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetAccessibleName(nint accessible, string name);

    [LibraryImport(Accessibility, EntryPoint = "atk_object_set_description", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetAccessibleDescription(nint accessible, string description);
}
