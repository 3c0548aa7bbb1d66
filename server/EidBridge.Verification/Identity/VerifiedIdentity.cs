using EidBridge.Protocol.Identity;

namespace EidBridge.Verification.Identity;

/// <summary>
/// What the National Register has signed about the holder of a card. The address is the one of the day the files were written: a holder who moved can still show the old files,
/// so whoever needs today's address asks the register.
/// </summary>
public sealed class VerifiedIdentity
{
    internal VerifiedIdentity(VerifiedEid holder, CardIdentity identity, CardAddress address, byte[] photo, byte[]? basicKey)
    {
        Holder = holder;
        Identity = identity;
        Address = address;
        Photo = photo;
        BasicKey = basicKey is null ? (ReadOnlyMemory<byte>?)null : basicKey;
    }

    /// <summary>Whom a token proved: the same national number.</summary>
    public VerifiedEid Holder { get; }

    /// <summary>File 4031, tag by tag.</summary>
    public CardIdentity Identity { get; }

    /// <summary>Its members are null where the register tells no address.</summary>
    public CardAddress Address { get; }

    /// <summary>JPEG, grey.</summary>
    public ReadOnlyMemory<byte> Photo { get; }

    /// <summary>SubjectPublicKeyInfo of the chip's own key, where it was given.</summary>
    public ReadOnlyMemory<byte>? BasicKey { get; }

    /// <summary>Says nothing of whose it is.</summary>
    public override string ToString() => "(verified identity)";
}
