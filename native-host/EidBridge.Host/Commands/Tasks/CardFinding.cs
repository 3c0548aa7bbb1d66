using System.Globalization;
using System.Security.Cryptography;
using EidBridge.Protocol.Identity;

namespace EidBridge.Host.Commands.Tasks;

/// <summary>What was read from a card so that a person can choose it.</summary>
/// <param name="Person">Given names and surname, or null.</param>
/// <param name="Issuer">Of the certificate.</param>
/// <param name="Obstacle">A code of the catalogue that makes the card unusable for this request, or null.</param>
internal abstract record CardFinding(string? Person, string? Issuer, DateTimeOffset? ValidUntil, string? Obstacle)
{
    /// <summary>Tells one card from another: the same after it was taken out and put back.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Personal: in no log.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <param name="IssuerDer">The CA that issued the certificate, where it was asked for and the card holds it.</param>
internal sealed record CertificateFinding(CertificateFacts Certificate, string? Obstacle, byte[]? IssuerDer = null)
    : CardFinding(Certificate.Person, Certificate.Issuer, Certificate.ValidUntil, Obstacle)
{
    public override string Fingerprint => Certificate.Fingerprint;
}

/// <param name="File">The identity file as it is.</param>
internal sealed record IdentityFinding(byte[] File, CardIdentity Identity)
    : CardFinding(Identity.Person, Issuer: null, EndOf(Identity.ValidUntil), Obstacle: null)
{
    public override string Fingerprint => Convert.ToHexString(SHA256.HashData(File));

    private static DateTimeOffset? EndOf(DateOnly? day) => day is { } last ? new DateTimeOffset(last, TimeOnly.MinValue, TimeSpan.Zero) : null;

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
