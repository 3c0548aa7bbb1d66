using System.Security.Cryptography;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;
using EidBridge.Protocol.Messages;
using EidBridge.Verification.Revocation;

namespace EidBridge.Verification.Identity;

/// <summary>
/// Verifies the files of a card that a page got from <c>get-identity</c> with <c>files: true</c>. The steps are numbered as in this folder's README. The files can be copied, so
/// they prove nothing by themselves: they are believed only for the person that a token proved in the same session. Safe for many threads.
/// </summary>
public sealed class IdentityVerifier
{
    private const int Sha1 = 20;
    private const int Sha256 = 32;
    private const int Sha384 = 48;

    private readonly CertificatePath _path;
    private readonly TimeProvider _time;
    private readonly RevocationCheck? _revocation;

    /// <summary>Asks nobody whether the register's certificate has been revoked; the service of <c>AddEidBridge</c> asks as its options say.</summary>
    /// <param name="options">Anchors and held CAs are used; origin and policies are a login's.</param>
    /// <exception cref="ArgumentException">No anchor, or one that can vouch for nobody.</exception>
    public IdentityVerifier(EidVerificationOptions options, TimeProvider time)
        : this(options, time, revocation: null)
    {
    }

    internal IdentityVerifier(EidVerificationOptions options, TimeProvider time, RevocationCheck? revocation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TrustAnchors.Count == 0)
        {
            throw new ArgumentException("No trust anchor: every card would be refused", nameof(options));
        }

        _path = new CertificatePath(options);
        _time = time;
        _revocation = revocation;
    }

    /// <param name="files">The object <c>files</c> of the host's answer as JSON: at most 100,000 bytes, members in base64.</param>
    /// <inheritdoc cref="VerifyAsync(IdentityFiles, VerifiedEid, CancellationToken)"/>
    public async Task<VerifiedIdentity> VerifyAsync(ReadOnlyMemory<byte> files, VerifiedEid holder, CancellationToken cancellationToken = default) =>
        await VerifyAsync(IdentityFilesReader.Read(files.Span), holder, cancellationToken);

    /// <param name="files">As they stand on the card, padding included.</param>
    /// <param name="holder">Whom a token proved in the same session.</param>
    /// <returns>What the National Register says of the holder.</returns>
    /// <exception cref="EidBridgeException">With the code of the step that refused.</exception>
    public async Task<VerifiedIdentity> VerifyAsync(IdentityFiles files, VerifiedEid holder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(holder);
        if (holder.RestsOnStaleAnswer)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, "the holder rests on a stale answer");
        }

        try
        {
            var (identity, certificate, issuer) = VerifySteps(files, holder, _time.GetUtcNow());
            if (_revocation is not null)
            {
                // 10: asked last, as for a login.
                await _revocation.RequireRegisterGoodAsync(certificate, issuer, cancellationToken);
            }

            return identity;
        }
        catch (CryptographicException e)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "cannot be read", e);
        }
    }

    private (VerifiedIdentity Identity, CertificateFields Certificate, IssuingCa Issuer) VerifySteps(IdentityFiles files, VerifiedEid holder, DateTimeOffset now)
    {
        // 2: the form of the files (1, their JSON, is the reader's).
        var identity = CardIdentity.Parse(files.Identity) ?? throw new EidBridgeException(ErrorCode.IdentityInvalid, "identity");
        var address = CardAddress.Parse(files.Address) ?? throw new EidBridgeException(ErrorCode.IdentityInvalid, "address");

        // 3: of the person who logged in, on a card that has not ended.
        RequireHolder(identity, holder, now);

        // 4-6: the register's certificate.
        using var register = LeafCertificate.Parse(files.RegisterCertificate);
        register.RequireRegisterPurpose();
        register.RequirePolicy(BelgianPolicies.Register);
        register.RequireStrength();
        register.RequireValidAt(now);

        // 7-8: its signatures, and what hangs on them.
        RegisterSignature.Require(register.Key, files.Identity, files.IdentitySignature, "identity");
        byte[] signedAddress = [.. files.Address.AsSpan().TrimEnd((byte)0), .. files.IdentitySignature];
        RegisterSignature.Require(register.Key, signedAddress, files.AddressSignature, "address");
        RequireHash(files.Photo, identity.PhotoHash, "photo");
        if (files.BasicKey is { } basicKey)
        {
            RequireHash(basicKey, identity.BasicKeyHash, "basic key");
        }

        // 9: the path to an anchor.
        var issuer = _path.RequireRootOrCa(register.Fields, now);
        return (new VerifiedIdentity(holder, identity, address, files.Photo, files.BasicKey), register.Fields, issuer);
    }

    private static void RequireHolder(CardIdentity identity, VerifiedEid holder, DateTimeOffset now)
    {
        if (identity.NationalNumber is not { } number)
        {
            throw new EidBridgeException(ErrorCode.IdentityInvalid, "national number");
        }

        if (!string.Equals(number, holder.NationalNumber, StringComparison.Ordinal))
        {
            throw new EidBridgeException(ErrorCode.IdentityMismatch);
        }

        // The day ends an hour or two later here than in Belgium: nobody is refused too early.
        if (identity.ValidUntil is { } until && DateOnly.FromDateTime(now.UtcDateTime) > until)
        {
            throw new EidBridgeException(ErrorCode.IdentityExpired);
        }
    }

    // The function is told by the length alone (card content). SHA-1 serves here: a second photo for a given hash cannot be found.
    private static void RequireHash(byte[] file, byte[]? expected, string what)
    {
#pragma warning disable CA5350
        var hash = expected?.Length switch
        {
            Sha1 => SHA1.HashData(file),
            Sha256 => SHA256.HashData(file),
            Sha384 => SHA384.HashData(file),
            _ => throw new EidBridgeException(ErrorCode.IdentityNotGenuine, $"{what}: no hash of a known length"),
        };
#pragma warning restore CA5350
        if (!hash.AsSpan().SequenceEqual(expected))
        {
            throw new EidBridgeException(ErrorCode.IdentityNotGenuine, $"{what}: another hash");
        }
    }
}
