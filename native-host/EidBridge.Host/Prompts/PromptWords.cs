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
    private readonly PromptView _view;

    public PromptWords(PromptView view)
    {
        _view = view;
        Texts = new PromptTexts(view.Language);
        Origin = Visible(view.Site.Origin);
        Purpose = view.Site.Purpose;
        WindowTitle = Texts.Format($"{Purpose.Word}-title", HostOf(Origin));
        FirstVisit = view.Site.FirstVisit ? Texts["first-visit"] : null;
        Cards = [.. CardsOf(view).Select(Describe)];
        if (view is PromptView.Stopped { Cards: [var only], Code: var code } && only.Obstacle == code)
        {
            // The title says it already.
            Cards = [Cards[0] with { Reason = null }];
        }

        Details = [.. DetailsOf(Purpose)];
        (Title, Text) = MessageOf(view);
    }

    public PromptTexts Texts { get; }

    private PromptPurpose Purpose { get; }

    /// <summary>The whole origin, as the browser spells it.</summary>
    public string Origin { get; }

    public string WindowTitle { get; }

    /// <summary>What is asked and by which site, for windows that cannot set them apart.</summary>
    public string Heading => string.Join('\n', new[] { Asks, Origin, FirstVisit }.OfType<string>());

    /// <summary>What is asked; the site's address follows.</summary>
    public string Asks => Texts[$"{Purpose.Word}-heading"];

    /// <summary>The label of the button that agrees, with its mnemonic.</summary>
    public string Agree => Texts[Purpose.Word];

    /// <summary>Above the cards.</summary>
    public string ListHeading => Texts[(Cards.Count > 1, Purpose) switch
    {
        (true, PromptPurpose.ShareIdentity) => "choose-card",
        (false, PromptPurpose.ShareIdentity) => "card",
        (true, _) => "choose-certificate",
        (false, _) => "certificate",
    }];

    /// <summary>What exactly the person agrees to, one paragraph each; empty for a login.</summary>
    public IReadOnlyList<string> Details { get; }

    public string? FirstVisit { get; }

    public IReadOnlyList<CardWords> Cards { get; }

    /// <summary>The cards that cannot be chosen and why, for those who hear the list: the keyboard passes them over. Empty when there are none.</summary>
    public string UnusableCards => string.Join('\n', Cards.Where(card => card.Reason is not null).Select(card => $"{card.Person}, {card.Reader}: {card.Reason}"));

    /// <summary>Why the PIN is asked for again, or null; of the row first chosen.</summary>
    public string? Notice => _view switch
    {
        PromptView.EnterPin pin => NoticeFor(pin.Chosen),
        PromptView.Confirm { Code: { } code } => ErrorCatalogue.TextFor(code, Texts.Language),
        _ => null,
    };

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

    /// <summary>As <see cref="Notice"/>, while this card is chosen: what is said of one card is not about another.</summary>
    public string? NoticeFor(int card) => _view switch
    {
        PromptView.EnterPin { Code: { } code } pin when pin.Chosen == card => ErrorCatalogue.TextFor(code, Texts.Language),
        PromptView.EnterPin pin => WrongPinOf(pin.Cards[card]),
        _ => null,
    };

    /// <summary>What becomes of the card if this PIN is wrong too.</summary>
    public string LastTryText(CardRow card) => Texts[card.IsToken ? "last-try-token-text" : "last-try-text"];

    /// <summary>What the window says while the reader's keypad waits.</summary>
    public string Countdown(int seconds) => Texts.Format("keypad-text", seconds);

    private static IReadOnlyList<CardRow> CardsOf(PromptView view) => view switch
    {
        PromptView.EnterPin pin => pin.Cards,
        PromptView.Confirm confirm => confirm.Cards,
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

    private string? WrongPinOf(CardRow card) => card switch
    {
        { TriesLeft: null } or { IsUsable: false } => null,
        { TriesAreFromBefore: true, TriesLeft: 1 } => Texts["wrong-before-last"],
        { TriesAreFromBefore: true, TriesLeft: { } before } => Texts.Format("wrong-before", before),
        { TriesLeft: 1 } => Texts["wrong-pin-last"],
        { TriesLeft: { } tries } => Texts.Format("wrong-pin", tries),
    };

    private IEnumerable<string> DetailsOf(PromptPurpose purpose)
    {
        switch (purpose)
        {
            case PromptPurpose.Sign sign:
                if (sign.DocumentName is { } name)
                {
                    yield return Texts.Format("labelled", Texts["document"], Visible(name));
                }

                yield return Texts.Format("labelled", sign.HashFunction, ShortHash(sign.Hash));
                yield return Texts["sign-text"];
                break;
            case PromptPurpose.ChooseCertificate:
                yield return Texts["choose-text"];
                break;
            case PromptPurpose.ShareIdentity share:
                var what = share.Everything ? Texts["share-everything"] : string.Join(", ", share.Fields.Select(field => Texts[$"field-{field}"]));
                yield return Texts.Format("labelled", Texts["share-fields"], $"{what}.");
                break;
            default:
                break;
        }
    }

    // Eight bytes of the hash, as a person can compare them with what another program says.
    private static string ShortHash(string hash) => $"{hash[..4]} {hash[4..8]} … {hash[^8..^4]} {hash[^4..]}";

    private (string Title, string Text) MessageOf(PromptView view) => view switch
    {
        // Not for a reader that is gone: the screen says itself what is awaited, and another reader may be there.
        PromptView.Waiting { Code: { } code and not ErrorCode.NoReader, State: var state } => (What(code), $"{Texts[KeyOf(state)]}. {Texts[$"{KeyOf(state)}-text"]}"),
        PromptView.Waiting { State: var state, Seconds: { } seconds } => (Texts[KeyOf(state)], Countdown(seconds)),
        PromptView.Waiting { State: var state, IsLong: true } => (Texts[KeyOf(state)], Texts["takes-long-text"]),
        PromptView.Waiting { State: var state } => (Texts[KeyOf(state)], Texts[$"{KeyOf(state)}-text"]),
        PromptView.Stopped { Code: ErrorCode.PinBlocked, Cards: var cards } when BlockedIsToken(cards) => (What(ErrorCode.PinBlocked), Texts["pin-blocked-token-text"]),
        PromptView.Stopped { Code: var code } => (What(code), Next(code)),
        _ => (string.Empty, string.Empty),
    };

    private static bool BlockedIsToken(IReadOnlyList<CardRow> cards) => cards.FirstOrDefault(card => card.Obstacle == ErrorCode.PinBlocked) is { IsToken: true };

    private string KeyOf(string state) => state == "signing" ? $"{Purpose.Word}-signing" : state;

    private string What(string code) => ErrorCatalogue.Find(code).Texts[Texts.Language];

    private string Next(string code) => ErrorCatalogue.Find(code).Help[Texts.Language];
}
