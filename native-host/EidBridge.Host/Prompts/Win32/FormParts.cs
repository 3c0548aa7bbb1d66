namespace EidBridge.Host.Prompts.Win32;

/// <summary>What a pane tells the window.</summary>
/// <param name="Resized">It needs another height.</param>
internal sealed record PaneEvents<T>(Action<T> Confirmed, Action Cancelled, Action Resized);

/// <summary>What both forms begin with.</summary>
internal static class FormParts
{
    /// <summary>Why the form is here again, what exactly the person agrees to, and the words above the cards.</summary>
    /// <param name="notice">Shown where there is something to say.</param>
    public static Column Begin(Board board, PromptWords words, Notice notice)
    {
        var body = new Column(() => board.Theme, gap: 8);
        if (notice.Label is { } banner)
        {
            body.Add(banner);
        }

        foreach (var detail in words.Details)
        {
            body.Add(new Label(board, detail, LabelStyle.Plain));
        }

        return body.Add(new Label(board, words.ListHeading, LabelStyle.Section), before: 4);
    }
}

/// <summary>What is said of a card above the list, and of another once that is chosen.</summary>
internal sealed class Notice
{
    /// <param name="texts">Of each card; null where nothing is to be said.</param>
    public Notice(Board board, params ReadOnlySpan<string?> texts)
    {
        if (texts.ContainsAnyExcept((string?)null))
        {
            Label = new Label(board, string.Empty, LabelStyle.Problem);
        }
    }

    /// <summary>Null where there will never be anything to say.</summary>
    public Label? Label { get; }

    public void Say(string? text)
    {
        Label?.Say(text ?? string.Empty);
        Label?.Show(text is not null);
        if (text is not null)
        {
            Label?.Announce();
        }
    }
}

/// <summary>A label whose letter leads to the control after it.</summary>
internal sealed class MnemonicLabel(Board board, string text, LabelStyle style, Action reach) : Control(board, "STATIC", Plain(text), Label.OwnerDrawn), IMnemonic
{
    public char? Letter { get; } = Mnemonic.LetterOf(text);

    public void Reach() => reach();

    public override int Measure(int width) => Lettered.Height(Theme, Text, style.Lettering, width);

    public override void Draw(in Interop.DrawItem item)
    {
        const uint HidePrefix = 0x00100000;
        _ = Interop.Screen.FillRect(item.Dc, item.Area, Theme.Brush(style.Ground(Theme.Palette)));
        Lettered.DrawAs(item.HidesMnemonics ? HidePrefix : 0, item.Dc, Theme, Mnemonic.ForWindows(text), style.Lettering, style.Color(Theme.Palette), item.Area);
    }

    private static string Plain(string text) => text.Replace("_", string.Empty, StringComparison.Ordinal);
}
