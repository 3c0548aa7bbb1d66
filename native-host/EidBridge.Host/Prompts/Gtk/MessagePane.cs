using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>A picture, a sentence and what to do: while waiting, and when nothing more can be done.</summary>
internal static class MessagePane
{
    /// <param name="text">The label of what to do.</param>
    public static nint Waiting(PromptView.Waiting view, PromptWords words, Theme theme, Action cancelled, out nint text)
    {
        var picture = view.State switch
        {
            "waiting-for-reader" => Picture.ConnectReader,
            "waiting-for-card" => Picture.InsertCard,
            _ => Picture.CardInReader,
        };
        var pane = Widgets.Column(0);
        text = Widgets.CentredLabel(words.Text, "text");
        Widgets.PackGrowing(pane, Message(picture, words.Title, text, theme));
        Widgets.Pack(pane, Footer.Build(Widgets.Button(words.Texts["cancel"], cancelled)));
        return pane;
    }

    public static nint Stopped(PromptView.Stopped view, PromptWords words, Theme theme, Action closed)
    {
        var pane = Widgets.Column(0);
        Widgets.PackGrowing(pane, Message(Picture.Warning, words.Title, words.Text, theme));
        if (view.Cards.Count > 0)
        {
            var cards = Widgets.Column(0, "body");
            Widgets.Pack(cards, new CardList(view.Cards, words, theme, _ => { }).Widget);
            Widgets.Pack(pane, cards);
        }

        Widgets.Pack(pane, Footer.Build(Widgets.Button(words.Texts["close"], closed)));
        return pane;
    }

    public static nint Message(Picture picture, string title, string text, Theme theme) =>
        Message(picture, title, Widgets.CentredLabel(text, "text"), theme);

    private static nint Message(Picture picture, string title, nint text, Theme theme)
    {
        const int AlignCenter = 3;
        var message = Widgets.Column(8, "message");
        Gtk3.SetVerticalAlign(message, AlignCenter);
        Widgets.Pack(
            message,
            Widgets.Picture(Pictures.SceneWidth, Pictures.SceneHeight, cairo => Pictures.DrawScene(cairo, theme, picture)),
            Widgets.CentredLabel(title, "title"),
            text);
        return message;
    }
}
