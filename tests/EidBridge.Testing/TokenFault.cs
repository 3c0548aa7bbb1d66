using EidBridge.Protocol;

namespace EidBridge.Testing;

/// <summary>What can be wrong with a token. <see cref="TokenFaults.CodeOf"/> tells the code that refuses it.</summary>
public enum TokenFault
{
    /// <summary>Nothing: it logs in.</summary>
    None,

    /// <summary>Signed for another site: what a page that relays a login would have.</summary>
    WrongOrigin,

    /// <summary>Signed for a nonce that this session was never given.</summary>
    OtherNonce,

    /// <summary>One bit of the signature is another.</summary>
    BadSignature,

    /// <summary>A card like a Belgian one, under a root that the site does not trust.</summary>
    OtherCa,

    /// <summary>The card's certificate has expired.</summary>
    Expired,

    /// <summary>The card's certificate is not valid yet.</summary>
    NotYetValid,

    /// <summary>Made with the certificate for documents (non-repudiation) instead of the one for logins. Kids' cards have none.</summary>
    SigningCertificate,

    /// <summary>A certificate that the card's CA issued for something else than an eID card: its policy is none of Belgium's for logins.</summary>
    WrongPolicy,

    /// <summary>Where the certificate belongs there are other bytes.</summary>
    NotACertificate,

    /// <summary>Names an algorithm that is not the key's.</summary>
    WrongAlgorithm,

    /// <summary>Names no algorithm that anybody knows.</summary>
    UnknownAlgorithm,

    /// <summary>Of a format that nobody has defined.</summary>
    UnknownFormat,

    /// <summary>A member is missing.</summary>
    Incomplete,

    /// <summary>Not JSON.</summary>
    NotJson,

    /// <summary>A member stands there twice: readers differ in which of them they believe.</summary>
    DuplicateMember,

    /// <summary>Longer than any token: over 10,000 bytes.</summary>
    TooLong,
}

/// <summary>What becomes of spoiled tokens.</summary>
public static class TokenFaults
{
    /// <returns>One of <see cref="ErrorCode"/>, or null for <see cref="TokenFault.None"/>.</returns>
    public static string? CodeOf(TokenFault fault) => fault switch
    {
        TokenFault.None => null,
        TokenFault.WrongOrigin or TokenFault.OtherNonce or TokenFault.BadSignature => ErrorCode.SignatureInvalid,
        TokenFault.OtherCa => ErrorCode.IssuerUnknown,
        TokenFault.Expired => ErrorCode.CertificateExpired,
        TokenFault.NotYetValid => ErrorCode.CertificateNotYetValid,
        TokenFault.SigningCertificate => ErrorCode.CertificatePurposeWrong,
        TokenFault.WrongPolicy => ErrorCode.CertificatePolicyWrong,
        TokenFault.NotACertificate => ErrorCode.CertificateInvalid,
        TokenFault.WrongAlgorithm or TokenFault.UnknownAlgorithm => ErrorCode.AlgorithmUnsupported,
        TokenFault.UnknownFormat => ErrorCode.TokenFormatUnsupported,
        TokenFault.Incomplete or TokenFault.TooLong => ErrorCode.TokenInvalid,
        TokenFault.NotJson or TokenFault.DuplicateMember => ErrorCode.InvalidJson,
    };
}
