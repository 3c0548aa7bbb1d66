using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;

namespace EidBridge.WindowGallery;

/// <summary>Every state of the window, by name, with made-up persons.</summary>
internal static class GalleryStates
{
    private static readonly PromptSite Portal = new("https://portal.example", FirstVisit: false);
    private static readonly PromptSite NewPortal = new("https://portal.example", FirstVisit: true);
    private static readonly PromptSite LongSite = new(
        "https://xn--gesundheitsmter-4kb.registration.for-doctors-and-healthcare-organisations.portal.example:8443", FirstVisit: true);

    private static readonly PromptSite Signing = Portal with
    {
        Purpose = new PromptPurpose.Sign("Voorschrift 2026-0417.pdf", "SHA-384", "5F3A91C0D2E4" + new string('0', 72) + "0B7E21D4A9C3"),
    };

    private static readonly PromptSite LongSigning = LongSite with
    {
        Purpose = new PromptPurpose.Sign(
            "A very long name of a document that a site made up to push the rest out of the window, with no space for anything else at all \u202Efdp.exe.pdf",
            "SHA3-512", new string('A', 128)),
    };

    private static readonly PromptSite Choosing = Portal with { Purpose = PromptPurpose.ChooseCertificate.Only };
    private static readonly PromptSite Sharing = Portal with
    {
        Purpose = new PromptPurpose.ShareIdentity([IdentityField.Surname, IdentityField.GivenNames, IdentityField.Address], Everything: false),
    };

    private static readonly PromptSite SharingAll = NewPortal with { Purpose = new PromptPurpose.ShareIdentity([], Everything: true) };

    private static readonly CardRow An = Card("ACS ACR39U ICC Reader 00 00", "An Janssens", "Citizen CA", 2031, 5);
    private static readonly CardRow Luc = Card("HID Omnikey 3121 01 00", "Luc Dubois", "Citizen CA", 2029, 11);
    private static readonly CardRow Expired = Card("Gemalto PC Twin Reader 02 00", "Heidi Müller", "Citizen CA", 2021, 3) with
    {
        Obstacle = ErrorCode.CertificateExpired,
    };

    private static readonly CardRow LongName = Card(
        "Cherry GmbH Smart Terminal ST-2000 Keyboard With Integrated Reader 03 00",
        "Maria Magdalena Josephine Antoinette Vandenbroucke-Vanderstraeten-de Saint-Exupéry", "Foreigner CA", 2030, 12);

    private static readonly CardRow Unreadable = new("Alcor Micro AU9560 04 00", null, null, null, ErrorCode.CardUnsupported);

    private static readonly Dictionary<string, Func<string, PromptView>> ByName = new(StringComparer.Ordinal)
    {
        ["waiting-for-reader"] = l => new PromptView.Waiting(Portal, l, "waiting-for-reader"),
        ["no-reader"] = l => new PromptView.Waiting(Portal, l, "waiting-for-reader", ErrorCode.NoReader),
        ["waiting-for-card"] = l => new PromptView.Waiting(NewPortal, l, "waiting-for-card"),
        ["card-removed"] = l => new PromptView.Waiting(Portal, l, "waiting-for-card", ErrorCode.CardRemoved),
        ["reading-card"] = l => new PromptView.Waiting(Portal, l, "reading-card"),
        ["long-reading"] = l => new PromptView.Waiting(Portal, l, "reading-card") { IsLong = true },
        ["long-signing"] = l => new PromptView.Waiting(Portal, l, "signing") { IsLong = true },
        ["signing"] = l => new PromptView.Waiting(Portal, l, "signing"),
        ["one-card"] = l => new PromptView.EnterPin(Portal, l, [An], 0),
        ["first-visit"] = l => new PromptView.EnterPin(NewPortal, l, [An], 0),
        ["typed"] = l => new PromptView.EnterPin(Portal, l, [An], 0),
        ["several-cards"] = l => new PromptView.EnterPin(Portal, l, [Expired, An, Luc, Unreadable], 1),
        ["long"] = l => new PromptView.EnterPin(LongSite, l, [LongName, An], 0),
        ["wrong-pin"] = l => new PromptView.EnterPin(Portal, l, [An with { TriesLeft = 2 }], 0),
        ["last-try"] = l => new PromptView.EnterPin(Portal, l, [An with { TriesLeft = 1 }, Luc], 0),
        ["last-try-from-before"] = l => new PromptView.EnterPin(Portal, l, [An with { TriesLeft = 1, TriesAreFromBefore = true }], 0),
        ["wrong-before-of-one"] = l => new PromptView.EnterPin(Portal, l, [An with { TriesLeft = 2, TriesAreFromBefore = true }, Luc], 0),
        ["last-try-asked"] = l => new PromptView.EnterPin(Portal, l, [An with { TriesLeft = 1 }], 0),
        ["last-try-of-another"] = l => new PromptView.EnterPin(Portal, l, [An, Luc with { TriesLeft = 1 }], 0),
        ["card-reset"] = l => new PromptView.EnterPin(Portal, l, [An], 0, Code: ErrorCode.CardReset),
        ["pin-refused"] = l => new PromptView.EnterPin(Portal, l, [An], 0, Code: ErrorCode.PinWrong),
        ["on-keypad"] = l => new PromptView.EnterPin(Portal, l, [An with { HasKeypad = true }], 0),
        ["on-keypad-or-not"] = l => new PromptView.EnterPin(Portal, l, [An with { HasKeypad = true }, Luc], 0),
        ["on-keypad-last-try"] = l => new PromptView.EnterPin(Portal, l, [An with { HasKeypad = true, TriesLeft = 1 }], 0),
        ["on-keypad-timeout"] = l => new PromptView.EnterPin(Portal, l, [An with { HasKeypad = true }], 0, Code: ErrorCode.KeypadTimeout),
        ["keypad"] = l => new PromptView.Waiting(Portal, l, "keypad") { Seconds = 30 },
        ["sign"] = l => new PromptView.EnterPin(Signing, l, [An], 0),
        ["sign-long"] = l => new PromptView.EnterPin(LongSigning, l, [LongName], 0),
        ["sign-signing"] = l => new PromptView.Waiting(Signing, l, "signing"),
        ["sign-other-card"] = l => new PromptView.Stopped(Signing, l, [Luc with { Obstacle = ErrorCode.CertificateMismatch }], ErrorCode.CertificateMismatch),
        ["choose-certificate"] = l => new PromptView.Confirm(Choosing, l, [An, Luc, Expired], 0),
        ["share"] = l => new PromptView.Confirm(Sharing, l, [An with { Issuer = null }], 0),
        ["share-everything"] = l => new PromptView.Confirm(SharingAll, l, [An with { Issuer = null }], 0),
        ["share-reading"] = l => new PromptView.Waiting(Sharing, l, "reading-card"),
        ["pin-blocked"] = l => new PromptView.Stopped(Portal, l, [An with { Obstacle = ErrorCode.PinBlocked }], ErrorCode.PinBlocked),
        ["expired"] = l => new PromptView.Stopped(Portal, l, [Expired], ErrorCode.CertificateExpired),
        ["not-yet-valid"] = l => StoppedAt(An, ErrorCode.CertificateNotYetValid, l),
        ["unknown-card"] = l => StoppedAt(Unreadable, ErrorCode.CardUnsupported, l),
        ["no-certificate"] = l => StoppedAt(Unreadable, ErrorCode.CertificateMissing, l),
        ["card-error"] = l => StoppedAt(Unreadable, ErrorCode.CardError, l),
        ["card-busy"] = l => StoppedAt(Unreadable, ErrorCode.CardBusy, l),
        ["module-failed"] = l => StoppedAt(Unreadable, ErrorCode.ModuleFailed, l),
        ["pcsc-unavailable"] = l => new PromptView.Stopped(Portal, l, [], ErrorCode.PcscUnavailable),
    };

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static PromptView Make(string name, string language) => ByName[name](language);

    private static PromptView.Stopped StoppedAt(CardRow card, string code, string language) => new(Portal, language, [card with { Obstacle = code }], code);

    private static CardRow Card(string reader, string person, string issuer, int year, int month) =>
        new(reader, person, issuer, new DateTimeOffset(year, month, 3, 0, 0, 0, TimeSpan.Zero), Obstacle: null);
}
