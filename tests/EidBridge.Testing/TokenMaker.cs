using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.Verification;
using EidBridge.VirtualCard;

namespace EidBridge.Testing;

/// <summary>Signs as a card and its host do, and spoils one thing.</summary>
internal sealed class TokenMaker(string origin, string nonce, TokenFault fault)
{
    private const string Elsewhere = "https://elsewhere.example";
    private const string PolicyExtension = "2.5.29.32";
    private const string OtherPolicy = "1.3.6.1.4.1.32473.1";
    private const int TooMuch = 10_000;

    /// <summary>The same person with a card of other dates, where that is the fault.</summary>
    public static CardPerson HolderFor(TokenFault fault, CardPerson person) => fault switch
    {
        TokenFault.Expired => person with { Name = $"{person.Name}-expired", ValidDays = (-3660, -10) },
        TokenFault.NotYetValid => person with { Name = $"{person.Name}-not-yet-valid", ValidDays = (10, 3660) },
        _ => person,
    };

    public string Make(CardContent card)
    {
        var certificate = fault == TokenFault.SigningCertificate
            ? card.Signature ?? throw new ArgumentException($"{card.Person} has no certificate for documents", nameof(card))
            : fault == TokenFault.WrongPolicy ? WithOtherPolicy(card.Authentication, card.IssuingCa) : card.Authentication;
        using var ec = certificate.GetECDsaPrivateKey();
        var algorithm = ec is null ? SignatureAlgorithm.Rs256 : SignatureAlgorithm.ForEllipticCurve(ec.KeySize);
        var token = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unverifiedCertificate"] = Convert.ToBase64String(fault == TokenFault.NotACertificate ? RandomNumberGenerator.GetBytes(TooMuch / 10) : certificate.RawDataMemory.Span),
            ["algorithm"] = Name(algorithm, ec is null),
            ["signature"] = Convert.ToBase64String(Sign(certificate, ec, algorithm)),
            ["format"] = fault == TokenFault.UnknownFormat ? "web-eid:9.9" : "web-eid:1.0",
            ["appVersion"] = fault == TokenFault.TooLong ? new string('x', TooMuch) : "https://eidbridge.example/testing",
        };
        if (fault == TokenFault.Incomplete)
        {
            token.Remove("signature");
        }

        var json = JsonSerializer.Serialize(token);
        return fault switch
        {
            TokenFault.NotJson => json[..^1],
            TokenFault.DuplicateMember => $"{json[..^1]},\"format\":\"web-eid:1.0\"}}",
            _ => json,
        };
    }

    private string Name(string algorithm, bool isRsa) => fault switch
    {
        TokenFault.WrongAlgorithm => isRsa ? SignatureAlgorithm.Es384 : SignatureAlgorithm.Es256,
        TokenFault.UnknownAlgorithm => "NONE",
        _ => algorithm,
    };

    // All else is the card's: holder, key, dates, the CA's signature.
    private static X509Certificate2 WithOtherPolicy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        using var issuerEc = issuer.GetECDsaPrivateKey();
        using var issuerRsa = issuer.GetRSAPrivateKey();
        var request = new CertificateRequest(certificate.SubjectName, certificate.PublicKey, ec is null ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384);
        foreach (var extension in certificate.Extensions)
        {
            request.CertificateExtensions.Add(extension.Oid!.Value == PolicyExtension ? new X509Extension(PolicyExtension, Policies(OtherPolicy), critical: false) : extension);
        }

        var signer = issuerEc is null ? X509SignatureGenerator.CreateForRSA(issuerRsa!, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa(issuerEc);
        using var spoiled = request.Create(issuer.SubjectName, signer, new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter), certificate.SerialNumberBytes.Span);
        return ec is null ? spoiled.CopyWithPrivateKey(rsa!) : spoiled.CopyWithPrivateKey(ec);
    }

    private static byte[] Policies(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }

        return writer.Encode();
    }

    private byte[] Sign(X509Certificate2 certificate, ECDsa? ec, string algorithm)
    {
        var data = SignedBytes.Compute(
            algorithm, fault == TokenFault.WrongOrigin ? Elsewhere : origin, fault == TokenFault.OtherNonce ? ChallengeNonce.Create() : nonce);
        using var rsa = certificate.GetRSAPrivateKey();
        var hash = SignatureAlgorithm.HashOf(algorithm);
        var signature = ec?.SignData(data, hash) ?? rsa!.SignData(data, hash, RSASignaturePadding.Pkcs1);
        signature[^1] ^= (byte)(fault == TokenFault.BadSignature ? 1 : 0);
        return signature;
    }
}
