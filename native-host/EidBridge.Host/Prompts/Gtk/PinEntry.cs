using EidBridge.Card;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The PIN field: digits only, shown as dots, read once straight from GTK's own buffer and overwritten there.</summary>
internal sealed unsafe class PinEntry
{
    private const uint FirstKeypadMove = 0xFF95;
    private const uint LastKeypadMove = 0xFF9F;

    public PinEntry(Action changed, Action<Refusal> refused, Action entered)
    {
        const int PinPurpose = 9;
        const int NoEmojiNoSuggestions = (1 << 1) | (1 << 9);
        Widget = Widgets.Styled(GtkInput.NewEntry(), "pin");
        GtkInput.SetVisibility(Widget, 0);
        GtkInput.SetMaxLength(Widget, Pin.MaxLength);
        GtkInput.SetInputPurpose(Widget, PinPurpose);
        GtkInput.SetInputHints(Widget, NoEmojiNoSuggestions);
        KeepFromInputMethods();
        LockMemory();
        Signals.OnInsert(Widget, text => Accept(text, refused));
        Signals.On(Widget, "changed", changed);
        Signals.On(Widget, "activate", entered);
        Signals.OnEvent(Widget, "key-press-event", key => WatchKeypad(key, refused));
    }

    internal enum Refusal
    {
        NotADigit,
        NumLockOff,
    }

    public nint Widget { get; }

    public bool IsComplete => GtkInput.TextLength(Widget) is >= Pin.MinLength and <= Pin.MaxLength;

    public void Focus() => GtkInput.GrabFocus(Widget);

    /// <exception cref="ArgumentException">Not complete.</exception>
    public Pin Take()
    {
        try
        {
            return new Pin(Digits);
        }
        finally
        {
            Clear();
        }
    }

    public void Clear()
    {
        // GTK 3 overwrites what it frees; the digits are gone before that already.
        Digits.Fill((byte)'0');
        byte nothing = 0;
        GtkInput.SetText(Widget, &nothing);
    }

    private Span<byte> Digits => new(GtkInput.Text(Widget), GtkInput.TextLength(Widget));

    private static bool Accept(ReadOnlySpan<byte> text, Action<Refusal> refused)
    {
        if (!text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return true;
        }

        refused(Refusal.NotADigit);
        return false;
    }

    /// <summary>With Num Lock off the number pad moves the cursor and the person sees no dots.</summary>
    private static bool WatchKeypad(nint keyEvent, Action<Refusal> refused)
    {
        if (Gdk.KeyValue(keyEvent, out var key) != 0 && key is >= FirstKeypadMove and <= LastKeypadMove)
        {
            refused(Refusal.NumLockOff);
        }

        return false;
    }

    /// <summary>GTK makes the field's memory with the first character, and twelve digits never outgrow it.</summary>
    private void LockMemory()
    {
        var first = stackalloc byte[] { (byte)'0', 0 };
        GtkInput.SetText(Widget, first);
        SecretMemory.Lock(new ReadOnlySpan<byte>(GtkInput.Text(Widget), Pin.MaxLength));
        Clear();
    }

    /// <summary>Keys go through no other process (ibus, fcitx) than the display server.</summary>
    private void KeepFromInputMethods()
    {
        var value = default(Glib.GValue);
        Glib.InitValue(ref value, Glib.StringType);
        Glib.SetString(ref value, "gtk-im-context-simple");
        Glib.SetProperty(Widget, "im-module", in value);
        Glib.Unset(ref value);
    }
}
