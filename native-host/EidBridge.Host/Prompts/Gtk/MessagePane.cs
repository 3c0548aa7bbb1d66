using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>A picture, a sentence and what to do: while waiting, and when nothing more can be done.</summary>
internal static class MessagePane
{
    /// <param name="text">The label of what to do.</param>
    public static nint Waiting(PromptView.Waiting view, PromptWords words, Tones tones, Action cancelled, out nint text)
    {
        var picture = view.State switch
        {
            "waiting-for-reader" => Picture.ConnectReader,
            "waiting-for-card" => Picture.InsertCard,
            _ => Picture.CardInReader,
        };
        var pane = Widgets.Column(0);
        text = Widgets.CentredLabel(words.Text, "text");
        Widgets.PackGrowing(pane, Message(picture, words.Title, text, tones));
        Widgets.Pack(pane, Footer.Build(Widgets.Button(words.Texts["cancel"], cancelled)));
        return pane;
    }

    public static nint Stopped(PromptView.Stopped view, PromptWords words, Tones tones, Action closed)
    {
        var pane = Widgets.Column(0);
        Widgets.PackGrowing(pane, Message(Picture.Warning, words.Title, words.Text, tones));
        if (view.Cards.Count > 0)
        {
            var cards = Widgets.Column(0, "body");
            Widgets.Pack(cards, new CardList(view.Cards, words, tones, _ => { }).Widget);
            Widgets.Pack(pane, cards);
        }

        Widgets.Pack(pane, Footer.Build(Widgets.Button(words.Texts["close"], closed)));
        return pane;
    }

    public static nint Message(Picture picture, string title, string text, Tones tones) =>
        Message(picture, title, Widgets.CentredLabel(text, "text"), tones);

    private static nint Message(Picture picture, string title, nint text, Tones tones)
    {
        const int AlignCenter = 3;
        var message = Widgets.Column(8, "message");
        Gtk3.SetVerticalAlign(message, AlignCenter);
        Widgets.Pack(
            message,
            Widgets.Picture(Pictures.SceneWidth, Pictures.SceneHeight, canvas => Pictures.DrawScene(canvas, tones, picture)),
            Widgets.CentredLabel(title, "title"),
            text);
        return message;
    }
}
