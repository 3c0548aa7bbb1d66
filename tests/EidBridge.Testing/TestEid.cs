using EidBridge.VirtualCard;

namespace EidBridge.Testing;

/// <summary>
/// Everything a portal's test needs of the world outside: made-up cards, the tokens they make, and whoever says that a card is revoked. Keys are made when
/// they are first needed and are never written down. Safe for many threads.
/// </summary>
public sealed class TestEid : IDisposable
{
    private static readonly Uri ResponderAddress = new($"http://{TestResponder.Host}/");
    private static readonly Lazy<CardPki> Cards = new(() => Make(TimeProvider.System));
    private static readonly Lazy<CardPki> Strangers = new(() => Make(TimeProvider.System));
    private readonly Lazy<CardPki> _stranger;

    /// <summary>For a site on the system's clock. The cards are the same for the whole process, since making keys takes a second; who is revoked is this object's own.</summary>
    public TestEid()
        : this(Cards.Value, Strangers, TimeProvider.System)
    {
    }

    /// <summary>With cards of its own, valid around the clock's now.</summary>
    /// <param name="time">The clock of the site under test.</param>
    public TestEid(TimeProvider time)
        : this(Make(time), new Lazy<CardPki>(() => Make(time)), time)
    {
    }

    private TestEid(CardPki pki, Lazy<CardPki> stranger, TimeProvider time)
    {
        Pki = pki;
        Responder = new TestResponder(pki, time);
        _stranger = stranger;
    }

    /// <summary>Certificates, keys and files of the cards: <c>Pki.Issue(CardPersons.An, Applet.V18)</c>.</summary>
    public CardPki Pki { get; }

    /// <summary>Answers OCSP questions and gives revocation lists, without a network.</summary>
    public TestResponder Responder { get; }

    /// <summary>What the page would get from <c>authenticate(nonce)</c>, and would post to the site.</summary>
    /// <param name="origin">The site's origin as browsers spell it, for example <c>https://portal.example</c>.</param>
    /// <param name="nonce">As the site gave it: base64 text.</param>
    /// <param name="person">One of <see cref="CardPersons"/>, or one of your own; An when not given.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="applet">The card's generation: <see cref="Applet.V18"/> signs by ES384, <see cref="Applet.V17"/> by RS256.</param>
    /// <returns>JSON of format <c>web-eid:1.0</c>.</returns>
    public string CreateToken(string origin, string nonce, CardPerson? person = null, TokenFault fault = TokenFault.None, Applet applet = Applet.V18)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(nonce);
        return new TokenMaker(origin, nonce, fault).Make((fault == TokenFault.OtherCa ? _stranger.Value : Pki).Issue(TokenMaker.HolderFor(fault, person ?? CardPersons.An), applet));
    }

    /// <inheritdoc/>
    public void Dispose() => Responder.Dispose();

    private static CardPki Make(TimeProvider time) => CardPki.Create(time.GetUtcNow(), ResponderAddress);
}
