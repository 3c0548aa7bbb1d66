using EidBridge.Host.Prompts.Drawing;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>A picture, a sentence and what to do: while waiting, and when nothing more can be done.</summary>
internal sealed class MessagePane : Pane
{
    private MessagePane(IBlock body, IBlock footer) => (Body, Footer) = (body, footer);

    public override IBlock Body { get; }

    public override IBlock Footer { get; }

    public override bool IsCentred => true;

    /// <param name="text">The label of what to do.</param>
    public static MessagePane Waiting(Board board, PromptView.Waiting view, PromptWords words, Action cancelled, out Label text)
    {
        var picture = view.State switch
        {
            "waiting-for-reader" => Picture.ConnectReader,
            "waiting-for-card" => Picture.InsertCard,
            _ => Picture.CardInReader,
        };
        var body = Message(board, picture, words.Title, words.Text, out text);
        if (view.IsLong)
        {
            // The title was said already.
            text.Announce();
        }

        return new MessagePane(body, Buttons(board, words.Texts["cancel"], cancelled));
    }

    public static MessagePane Stopped(Board board, PromptView.Stopped view, PromptWords words, Action closed)
    {
        var body = Message(board, Picture.Warning, words.Title, words.Text, out _);
        if (view.Cards.Count > 0)
        {
            body.Add(new CardList(board, view.Cards, words, _ => { }), before: 14);
        }

        return new MessagePane(body, Buttons(board, words.Texts["close"], closed));
    }

    public static Column Message(Board board, Picture picture, string title, string text, out Label label)
    {
        var image = new PictureBox(
            board, Pictures.SceneWidth, Pictures.SceneHeight, p => p.Ground, (canvas, tones) => Pictures.DrawScene(canvas, tones, picture));
        var heading = new Label(board, title, LabelStyle.Title);
        label = new Label(board, text, LabelStyle.Centred);
        heading.Announce();
        return new Column(() => board.Theme, gap: 8).Add(image).Add(heading, before: 8).Add(label);
    }

    private static ButtonRow Buttons(Board board, string text, Action pressed) =>
        new(() => board.Theme, new PushButton(board, text, ButtonKind.Plain, pressed));
}
