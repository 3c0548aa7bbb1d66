using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>Every card in every reader; those that cannot be used say why and cannot be chosen.</summary>
internal sealed class CardList
{
    private const int ShownAtOnce = 3;
    private const int ScrolledHeight = 242;
    private readonly nint _list;

    /// <param name="chosen">Called with the index when a usable row is chosen.</param>
    /// <param name="done">Called when the person leaves the list for what comes after it, if anything does: a click, Enter or Tab.</param>
    public CardList(IReadOnlyList<CardRow> cards, PromptWords words, Tones tones, Action<int> chosen, Action? done = null)
    {
        const int Browse = 2;
        const int None = 0;
        var anyUsable = cards.Any(c => c.IsUsable);
        _list = Widgets.Styled(GtkInput.NewList(), "cards");
        GtkInput.SetSelectionMode(_list, anyUsable ? Browse : None);
        Widgets.Name(_list, words.ListHeading);
        Widgets.Describe(_list, words.UnusableCards);
        foreach (var (card, said) in cards.Zip(words.Cards))
        {
            Gtk3.Add(_list, Row(card, said, tones));
        }

        Signals.OnRow(_list, "row-selected", row =>
        {
            if (row != 0)
            {
                chosen(GtkInput.IndexOf(row));
            }
        });
        if (done is not null)
        {
            Signals.OnRow(_list, "row-activated", _ => done());
            Signals.OnEvent(_list, "key-press-event", key => LeaveOnTab(key, done));
        }

        Widget = Widgets.Styled(cards.Count > ShownAtOnce ? Scroller() : Widgets.Column(0), "cards-frame");
        Gtk3.Add(Widget, _list);
    }

    public nint Widget { get; }

    public void Select(int index) => GtkInput.Select(_list, GtkInput.RowAt(_list, index));

    /// <summary>Puts the keyboard on this row.</summary>
    public void Focus(int index) => Gtk3.GrabFocus(GtkInput.RowAt(_list, index));

    private static nint Scroller()
    {
        const int Never = 2;
        const int Automatic = 1;
        var scroller = Gtk3.NewScroller(0, 0);
        Gtk3.SetScrollPolicy(scroller, Never, Automatic);
        Gtk3.SetMinContentHeight(scroller, ScrolledHeight);

        // A bar that hides until the mouse moves would hide that there are more cards.
        Gtk3.SetOverlayScrolling(scroller, 0);
        return scroller;
    }

    private static nint Row(CardRow card, CardWords said, Tones tones)
    {
        var row = GtkInput.NewRow();
        var line = Widgets.Line(14);
        Widgets.Pack(line, Widgets.Picture(44, 30, canvas => Pictures.DrawSmallCard(canvas, tones, card.IsUsable)));
        Widgets.PackGrowing(line, Lines(said));
        if (card.IsUsable)
        {
            Widgets.Pack(line, Widgets.Picture(22, 22, canvas => Pictures.DrawMark(canvas, tones, IsSelected(row))));
        }
        else
        {
            GtkInput.SetSelectable(row, 0);
            GtkInput.SetActivatable(row, 0);
            Gtk3.SetSensitive(row, 0);
            Widgets.Describe(row, said.Reason ?? string.Empty);
            Widgets.Styled(row, "unusable");
        }

        Gtk3.Add(row, line);
        string?[] spoken = [said.Person, said.Reason, said.Detail, said.Reader];
        Widgets.Name(row, string.Join(", ", spoken.Where(s => !string.IsNullOrEmpty(s))));
        return row;
    }

    private static nint Lines(CardWords said)
    {
        var lines = Widgets.Column(1);
        Widgets.Pack(lines, Widgets.Label(said.Person, "person"));
        if (said.Reason is { } reason)
        {
            Widgets.Pack(lines, Widgets.Label(reason, "reason"));
        }

        if (said.Detail.Length > 0)
        {
            Widgets.Pack(lines, Widgets.Label(said.Detail, "detail"));
        }

        Widgets.Pack(lines, Widgets.Label(said.Reader, "detail"));
        return lines;
    }

    /// <summary>GTK would walk through all rows first; the arrow keys are there for that.</summary>
    private static bool LeaveOnTab(nint keyEvent, Action done)
    {
        const uint TabKey = 0xFF09;
        if (Gdk.KeyValue(keyEvent, out var key) == 0 || key != TabKey)
        {
            return false;
        }

        done();
        return true;
    }

    private static bool IsSelected(nint row) => GtkInput.IsSelected(row) != 0;
}
