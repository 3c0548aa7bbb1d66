using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>Connects GTK's signals to our methods without anything that needs code made at run time.</summary>
internal static unsafe class Signals
{
    /// <returns>Whether the text may be inserted.</returns>
    internal delegate bool InsertFilter(ReadOnlySpan<byte> text);

    /// <summary>For <c>clicked</c>, <c>activate</c>, <c>changed</c>.</summary>
    public static void On(nint widget, string signal, Action handler) =>
        Connect(widget, signal, (delegate* unmanaged<nint, nint, void>)&Plain, handler);

    /// <summary>For signals with one argument: <c>row-selected</c>.</summary>
    public static void OnRow(nint widget, string signal, Action<nint> handler) =>
        Connect(widget, signal, (delegate* unmanaged<nint, nint, nint, void>)&WithRow, handler);

    /// <summary>For events and <c>draw</c>; true means that nobody else gets it.</summary>
    public static void OnEvent(nint widget, string signal, Func<nint, bool> handler) =>
        Connect(widget, signal, (delegate* unmanaged<nint, nint, nint, int>)&Event, handler);

    public static void OnInsert(nint editable, InsertFilter filter) =>
        Connect(editable, "insert-text", (delegate* unmanaged<nint, byte*, int, nint, nint, void>)&Insert, filter);

    private static void Connect(nint widget, string signal, void* callback, Delegate handler)
    {
        var data = GCHandle.ToIntPtr(GCHandle.Alloc(handler));
        Glib.Connect(widget, signal, callback, data, (delegate* unmanaged<nint, nint, void>)&Release, flags: 0);
    }

    private static T Handler<T>(nint data) => (T)GCHandle.FromIntPtr(data).Target!;

    [UnmanagedCallersOnly]
    private static void Plain(nint widget, nint data) => GtkLoop.Guard(Handler<Action>(data));

    [UnmanagedCallersOnly]
    private static void WithRow(nint widget, nint row, nint data) =>
        GtkLoop.Guard(() => Handler<Action<nint>>(data)(row));

    [UnmanagedCallersOnly]
    private static int Event(nint widget, nint happened, nint data)
    {
        var isHandled = false;
        GtkLoop.Guard(() => isHandled = Handler<Func<nint, bool>>(data)(happened));
        return isHandled ? 1 : 0;
    }

    [UnmanagedCallersOnly]
    private static void Insert(nint editable, byte* text, int length, nint position, nint data)
    {
        var mayInsert = false;
        GtkLoop.Guard(() =>
        {
            var bytes = length < 0 ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text) : new ReadOnlySpan<byte>(text, length);
            mayInsert = Handler<InsertFilter>(data)(bytes);
        });
        if (!mayInsert)
        {
            Glib.StopEmission(editable, "insert-text");
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint data, nint closure) => GCHandle.FromIntPtr(data).Free();
}
