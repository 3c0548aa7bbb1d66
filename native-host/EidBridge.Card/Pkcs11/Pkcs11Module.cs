using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace EidBridge.Card.Pkcs11;

/// <summary>A PKCS#11 module in this process, which is the worker's: a module may crash it.</summary>
internal sealed class Pkcs11Module : IDisposable
{
    private static readonly Pkcs11InteropFactories Factories = new();
    private readonly IPkcs11Library _library;

    /// <param name="path">Absolute path of the module.</param>
    public Pkcs11Module(string path) => _library = Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded);

    /// <summary>The package names the loader's library without a version, which only machines with a compiler have.</summary>
    public static void UseSystemLoader() => NativeLibrary.SetDllImportResolver(
        typeof(Pkcs11InteropFactories).Assembly,
        static (name, _, _) => name == "libdl" && OperatingSystem.IsLinux() ? NativeLibrary.Load("libdl.so.2") : 0);

    /// <returns>Of each token the first certificate for this use, where it has one.</returns>
    public List<TokenCertificate> Find(CardCertificate use) =>
        [.. _library.GetSlotList(SlotsType.WithTokenPresent).Select(slot => Find(slot, use)).OfType<TokenCertificate>()];

    /// <param name="shown">DER of the certificate that the person was shown: without it on the token no PIN is sent.</param>
    /// <param name="input">The hash (ECDSA) or DigestInfo (RSA).</param>
    /// <param name="pin">ASCII digits; null where the token asks itself.</param>
    /// <returns>Raw r||s or PKCS#1 v1.5.</returns>
    /// <exception cref="Pkcs11Exception">What the module answers.</exception>
    public byte[] Sign(ulong slotId, byte[] shown, string label, byte[] id, bool isRsa, byte[] input, byte[]? pin)
    {
        var slot = _library.GetSlotList(SlotsType.WithTokenPresent).Find(s => s.SlotId == slotId)
            ?? throw new Pkcs11Exception("C_GetSlotList", CKR.CKR_TOKEN_NOT_PRESENT);
        using var session = slot.OpenSession(SessionType.ReadOnly);
        if (session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE), Factories.ObjectAttributeFactory.Create(CKA.CKA_VALUE, shown)]).Count == 0)
        {
            // The token was exchanged while the person typed: its slot and its labels may be the same.
            throw new Pkcs11Exception("another token than the one that was shown", CKR.CKR_TOKEN_NOT_PRESENT);
        }

        session.Login(CKU.CKU_USER, pin);
        try
        {
            var keys = session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY)])
                .Select(key => (Key: key, Values: session.GetAttributeValue(key, [CKA.CKA_LABEL, CKA.CKA_ID]))).ToList();
            var match = keys.Find(k => label.Length > 0 && string.Equals(k.Values[0].GetValueAsString(), label, StringComparison.Ordinal));
            match = match.Key is null ? keys.Find(k => k.Values[1].GetValueAsByteArray().AsSpan().SequenceEqual(id)) : match;
            var key = match.Key ?? throw new Pkcs11Exception("no key for the certificate", CKR.CKR_KEY_HANDLE_INVALID);
            var mechanism = Factories.MechanismFactory.Create(isRsa ? CKM.CKM_RSA_PKCS : CKM.CKM_ECDSA);
            return AsksEachTime(session, key) ? session.Sign(mechanism, key, pin, input) : session.Sign(mechanism, key, input);
        }
        finally
        {
            LogOut(session);
        }
    }

    /// <summary>Whether the next wrong PIN locks the token; false where the module does not say.</summary>
    public bool IsFinalTry(ulong slotId)
    {
        try
        {
            return _library.GetSlotList(SlotsType.WithTokenPresent).Find(s => s.SlotId == slotId)?.GetTokenInfo().TokenFlags.UserPinFinalTry == true;
        }
#pragma warning disable CA1031 // Asked on the way to an answer: whatever nonsense comes back here must not take that answer away.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public void Dispose() => _library.Dispose();

    // CKA_ALWAYS_AUTHENTICATE: C_Login with CKU_CONTEXT_SPECIFIC between C_SignInit and C_Sign. Older modules do not know the attribute.
    private static bool AsksEachTime(ISession session, IObjectHandle key)
    {
        try
        {
            return session.GetAttributeValue(key, [CKA.CKA_ALWAYS_AUTHENTICATE])[0] is { CannotBeRead: false } always && always.GetValueAsBool();
        }
        catch (Pkcs11Exception)
        {
            return false;
        }
    }

    // The session is closed next, which logs out as well: a module that refuses here takes no signature away.
    private static void LogOut(ISession session)
    {
        try
        {
            session.Logout();
        }
        catch (Pkcs11Exception)
        {
            // As above.
        }
    }

    // The security officer's flags are not the person's.
    private static TokenPin PinOf(ITokenInfo token) => token.TokenFlags switch
    {
        { UserPinLocked: true } => TokenPin.Locked,
        { UserPinFinalTry: true } => TokenPin.FinalTry,
        _ => TokenPin.Open,
    };

    private static TokenCertificate? Find(ISlot slot, CardCertificate use)
    {
        var token = slot.GetTokenInfo();
        if (!token.TokenFlags.TokenInitialized)
        {
            return null;
        }

        using var session = slot.OpenSession(SessionType.ReadOnly);
        var certificates = session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE), Attribute(CKA.CKA_CERTIFICATE_TYPE, CKC.CKC_X_509)]);
        foreach (var values in certificates.Select(c => session.GetAttributeValue(c, [CKA.CKA_VALUE, CKA.CKA_LABEL, CKA.CKA_ID])))
        {
            var der = values[0].GetValueAsByteArray();
            if (IsFor(der, use))
            {
                return new TokenCertificate(
                    slot.SlotId, token.Label, der, values[1].GetValueAsString(), values[2].GetValueAsByteArray(),
                    token.TokenFlags.ProtectedAuthenticationPath, PinOf(token));
            }
        }

        return null;
    }

    private static IObjectAttribute Attribute(CKA type, CKO value) => Factories.ObjectAttributeFactory.Create(type, value);

    private static IObjectAttribute Attribute(CKA type, CKC value) => Factories.ObjectAttributeFactory.Create(type, value);

    // RFC 5280 section 4.2.1.3: a certificate for signatures in place of the hand has nonRepudiation, one for a login has not.
    private static bool IsFor(byte[] der, CardCertificate use)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            var usages = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages ?? X509KeyUsageFlags.None;
            var signs = usages.HasFlag(X509KeyUsageFlags.NonRepudiation);
            return use switch
            {
                CardCertificate.Authentication => usages.HasFlag(X509KeyUsageFlags.DigitalSignature) && !signs,
                CardCertificate.Signing => signs,
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
