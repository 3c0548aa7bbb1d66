using EidBridge.Card;

namespace EidBridge.Host.Prompts;

/// <summary>
/// The one window of a request: what it shows goes in, what the person does comes out. GTK, Win32 and pinentry draw it;
/// the handler drives it, so every state is a value and a test needs no screen.
/// </summary>
internal interface IPrompt : IAsyncDisposable
{
    /// <summary>
    /// Shows the window, or replaces what it shows; a view that says the same as the one on the screen leaves it, and what was typed, alone.
    /// Callable from any thread; returns at once.
    /// </summary>
    void Show(PromptView view);

    /// <summary>Waits for the next thing the person does. A PIN or a yes given to a view that was replaced meanwhile is dropped, a Cancel is not.</summary>
    ValueTask<PromptEvent> NextEventAsync(CancellationToken cancellationToken);
}

/// <param name="Origin">The site, as the browser names it; shown in punycode, never shortened from the left.</param>
/// <param name="FirstVisit">Whether a card is used at this site for the first time by this user.</param>
internal sealed record PromptSite(string Origin, bool FirstVisit)
{
    /// <summary>What the site asks for.</summary>
    public PromptPurpose Purpose { get; init; } = PromptPurpose.LogIn.Only;
}

/// <summary>One card that can be chosen, or that is shown and cannot.</summary>
/// <param name="ReaderName">Where it is.</param>
/// <param name="Person">Given names and surname from the certificate, or null when it could not be read.</param>
/// <param name="Issuer">Common name of the certificate's issuer.</param>
/// <param name="ValidUntil">End of the certificate.</param>
/// <param name="Obstacle">An error code of the catalogue that makes the card unusable, or null.</param>
/// <param name="TriesLeft">Known after a wrong PIN, now or in an earlier request; 1 asks for a second confirmation before a PIN for this card is handed over.</param>
internal sealed record CardRow(
    string ReaderName, string? Person, string? Issuer, DateTimeOffset? ValidUntil, string? Obstacle, int? TriesLeft = null)
{
    /// <summary>The wrong PIN was typed before this request.</summary>
    public bool TriesAreFromBefore { get; init; }

    /// <summary>The PIN is typed on the reader: the window asks for a yes instead.</summary>
    public bool HasKeypad { get; init; }

    /// <summary>Of a module: nobody knows whether it is an eID, and who can unblock it.</summary>
    public bool IsToken { get; init; }

    public bool IsUsable => Obstacle is null;
}

/// <summary>What the window shows.</summary>
internal abstract record PromptView(PromptSite Site, string Language)
{
    /// <summary>No reader, no card, a card taken out, reading a card, signing.</summary>
    /// <param name="State">Word of the state: <c>waiting-for-reader waiting-for-card reading-card keypad signing</c>.</param>
    /// <param name="Code">Why, where an error led here (<c>card-removed</c>), else null.</param>
    internal sealed record Waiting(PromptSite Site, string Language, string State, string? Code = null) : PromptView(Site, Language)
    {
        /// <summary>How long the reader's keypad waits: counted down in the window.</summary>
        public int? Seconds { get; init; }

        /// <summary>The card takes longer than it should: the window says why that may be, and a pinentry opens a dialog that can be cancelled.</summary>
        public bool IsLong { get; init; }
    }

    /// <summary>The certificates, and the PIN field for the chosen one.</summary>
    /// <param name="Cards">All cards, also unusable ones; at least one is usable.</param>
    /// <param name="Chosen">Index of the row first chosen.</param>
    /// <param name="Code">Why the window is back here (<c>card-reset</c>), else null; a wrong PIN is said by <see cref="TriesLeft"/>.</param>
    internal sealed record EnterPin(PromptSite Site, string Language, IReadOnlyList<CardRow> Cards, int Chosen, string? Code = null)
        : PromptView(Site, Language)
    {
        /// <summary>Of the row first chosen.</summary>
        public int? TriesLeft => Cards[Chosen].TriesLeft;
    }

    /// <summary>The cards, and the question whether the site may have what it asks for from the chosen one.</summary>
    /// <param name="Cards">As in <see cref="EnterPin"/>.</param>
    /// <param name="Chosen">Index of the row first chosen.</param>
    /// <param name="Code">Why the window is back here, else null.</param>
    internal sealed record Confirm(PromptSite Site, string Language, IReadOnlyList<CardRow> Cards, int Chosen, string? Code = null)
        : PromptView(Site, Language);

    /// <summary>Nothing can be done with what is in the readers (blocked PIN, only unusable cards). Cancel closes it.</summary>
    internal sealed record Stopped(PromptSite Site, string Language, IReadOnlyList<CardRow> Cards, string Code)
        : PromptView(Site, Language);
}

/// <summary>What the person did.</summary>
internal abstract record PromptEvent
{
    /// <summary>Cancel, Escape or the window's close button.</summary>
    internal sealed record Cancelled : PromptEvent;

    /// <summary>A yes without a PIN, or with one to be typed on the reader.</summary>
    /// <param name="Card">Index into the cards of the view.</param>
    internal sealed record Confirmed(int Card) : PromptEvent;

    /// <param name="Card">Index into <see cref="PromptView.EnterPin.Cards"/>.</param>
    /// <param name="Pin">Whoever receives the event disposes it.</param>
    internal sealed record PinEntered(int Card, Pin Pin) : PromptEvent;
}
