using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Gtk.Interop;

/// <summary>The calls of GLib and GObject that the window needs.</summary>
internal static unsafe partial class Glib
{
    private const string Library = "libglib-2.0.so.0";
    private const string Objects = "libgobject-2.0.so.0";

    [LibraryImport(Library, EntryPoint = "g_idle_add_full")]
    internal static partial uint AddIdle(int priority, delegate* unmanaged<nint, int> callback, nint data, nint destroy);

    [LibraryImport(Library, EntryPoint = "g_set_prgname", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProgramName(string name);

    [LibraryImport(Library, EntryPoint = "g_setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "g_log_set_writer_func")]
    internal static partial void SetLogWriter(delegate* unmanaged<int, nint, nuint, nint, int> writer, nint data, nint destroy);

    [LibraryImport(Library, EntryPoint = "g_log_writer_default")]
    internal static partial int WriteLogByDefault(int level, nint fields, nuint count, nint data);

    [LibraryImport(Library, EntryPoint = "g_set_print_handler")]
    internal static partial nint SetPrintHandler(delegate* unmanaged<nint, void> handler);

    [LibraryImport(Objects, EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial CULong Connect(nint instance, string signal, void* handler, nint data, void* destroy, int flags);

    [LibraryImport(Objects, EntryPoint = "g_signal_stop_emission_by_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void StopEmission(nint instance, string signal);

    [LibraryImport(Objects, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProperty(nint instance, string name, in GValue value);

    [LibraryImport(Objects, EntryPoint = "g_value_init")]
    internal static partial nint InitValue(ref GValue value, nuint type);

    [LibraryImport(Objects, EntryPoint = "g_value_set_string", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetString(ref GValue value, string text);

    [LibraryImport(Objects, EntryPoint = "g_value_get_string")]
    internal static partial byte* StringOf(in GValue value);

    [LibraryImport(Objects, EntryPoint = "g_value_set_boolean")]
    internal static partial void SetBoolean(ref GValue value, int isTrue);

    [LibraryImport(Objects, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GetProperty(nint instance, string name, ref GValue value);

    [LibraryImport(Objects, EntryPoint = "g_value_unset")]
    internal static partial void Unset(ref GValue value);

    [LibraryImport(Objects, EntryPoint = "g_object_unref")]
    internal static partial void Unref(nint instance);

    [LibraryImport(Objects, EntryPoint = "g_type_name")]
    internal static partial nint TypeName(nuint type);

    /// <summary>GType of a boolean (fundamental type 5, shifted as gtype.h does).</summary>
    internal const nuint BooleanType = 5 << 2;

    /// <summary>GType of a string (fundamental type 16, shifted as gtype.h does).</summary>
    internal const nuint StringType = 16 << 2;

    [StructLayout(LayoutKind.Sequential)]
    internal struct GValue
    {
        public nuint Type;
        public ulong Data0;
        public ulong Data1;
    }
}
