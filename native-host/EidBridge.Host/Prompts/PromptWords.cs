using System.Globalization;
using System.Text;
using EidBridge.Protocol;

namespace EidBridge.Host.Prompts;

/// <summary>One card in words.</summary>
/// <param name="Person">Who, or that nobody could be read.</param>
/// <param name="Detail">Issuer and end of validity; empty when nothing could be read.</param>
/// <param name="Reader">Where the card is.</param>
/// <param name="Reason">Why it cannot be chosen, or null.</param>
internal sealed record CardWords(string Person, string Detail, string Reader, string? Reason);

/// <summary>Everything a view says, in words: the same for every kind of window, and tested without a screen.</summary>
internal sealed class PromptWords
{
    public PromptWords(PromptView view)
    {
        Texts = new PromptTexts(view.Language);
        Origin = Visible(view.Site.Origin);
        WindowTitle = Texts.Format("window-title", HostOf(Origin));
        FirstVisit = view.Site.FirstVisit ? Texts["first-visit"] : null;
        Cards = [.. CardsOf(view).Select(Describe)];
        if (view is PromptView.Stopped { Cards: [var only], Code: var code } && only.Obstacle == code)
        {
            // The title says it already.
            Cards = [Cards[0] with { Reason = null }];
        }

        Notice = view is PromptView.EnterPin pin ? NoticeOf(pin) : null;
        (Title, Text) = MessageOf(view);
    }

    public PromptTexts Texts { get; }

    /// <summary>The whole origin, as the browser spells it.</summary>
    public string Origin { get; }

    public string WindowTitle { get; }

    /// <summary>What is asked and by which site, for windows that cannot set them apart.</summary>
    public string Heading => string.Join('\n', new[] { Texts["heading"], Origin, FirstVisit }.OfType<string>());

    public string? FirstVisit { get; }

    public IReadOnlyList<CardWords> Cards { get; }

    /// <summary>Why the PIN is asked for again, or null.</summary>
    public string? Notice { get; }

    /// <summary>What the person has to do or wait for, or what happened; empty where the PIN is asked for.</summary>
    public string Title { get; }

    public string Text { get; }

    /// <summary>
    /// A name comes from a card that anyone can make: no line breaks, no control characters, nothing that turns the direction
    /// of the text around.
    /// </summary>
    internal static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                visible.Append(' ');
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse))
            {
                visible.Append(c);
            }
        }

        return visible.ToString();
    }

    private static IReadOnlyList<CardRow> CardsOf(PromptView view) => view switch
    {
        PromptView.EnterPin pin => pin.Cards,
        PromptView.Stopped stopped => stopped.Cards,
        _ => [],
    };

    private static string HostOf(string origin)
    {
        var scheme = origin.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? origin : origin[(scheme + 3)..];
    }

    private CardWords Describe(CardRow card)
    {
        var until = card.ValidUntil is { } end ? Texts.Format("valid-until", Texts.Date(end)) : null;
        var issuer = card.Issuer is { } name ? Visible(name) : null;
        var detail = string.Join(" · ", new[] { issuer, until }.OfType<string>());
        return new CardWords(
            card.Person is { } person ? Visible(person) : Texts["unknown-person"],
            detail,
            Visible(card.ReaderName),
            card.Obstacle is { } code ? What(code) : null);
    }

    private string? NoticeOf(PromptView.EnterPin view) => view switch
    {
        { Code: { } code } => ErrorCatalogue.TextFor(code, Texts.Language),
        { TriesLeft: 1 } => Texts["wrong-pin-last"],
        { TriesLeft: { } tries } => Texts.Format("wrong-pin", tries),
        _ => null,
    };

    private (string Title, string Text) MessageOf(PromptView view) => view switch
    {
        PromptView.Waiting { Code: { } code, State: var state } => (What(code), $"{Texts[state]}. {Texts[$"{state}-text"]}"),
        PromptView.Waiting { State: var state } => (Texts[state], Texts[$"{state}-text"]),
        PromptView.Stopped { Code: var code } => (What(code), Next(code)),
        _ => (string.Empty, string.Empty),
    };

    private string What(string code) => ErrorCatalogue.Find(code).Texts[Texts.Language];

    private string Next(string code) => ErrorCatalogue.Find(code).Help[Texts.Language];
}
