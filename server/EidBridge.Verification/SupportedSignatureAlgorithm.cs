namespace EidBridge.Verification;

/// <summary>One way a card signs documents, in the words of the Web eID protocol.</summary>
/// <param name="CryptoAlgorithm"><c>ECC</c> or <c>RSA</c>.</param>
/// <param name="HashFunction">For example <c>SHA-384</c>.</param>
/// <param name="PaddingScheme"><c>NONE</c>, <c>PKCS1.5</c> or <c>PSS</c>.</param>
public sealed record SupportedSignatureAlgorithm(string CryptoAlgorithm, string HashFunction, string PaddingScheme);
