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
            : card.Authentication;
        using var ec = certificate.GetECDsaPrivateKey();
        var algorithm = ec is null ? SignatureAlgorithm.Rs256 : SignatureAlgorithm.ForEllipticCurve(ec.KeySize);
        var token = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unverifiedCertificate"] = Convert.ToBase64String(certificate.RawDataMemory.Span),
            ["algorithm"] = fault != TokenFault.WrongAlgorithm ? algorithm : ec is null ? SignatureAlgorithm.Es384 : SignatureAlgorithm.Es256,
            ["signature"] = Convert.ToBase64String(Sign(certificate, ec, algorithm)),
            ["format"] = fault == TokenFault.UnknownFormat ? "web-eid:9.9" : "web-eid:1.0",
            ["appVersion"] = "https://eidbridge.example/testing",
        };
        if (fault == TokenFault.Incomplete)
        {
            token.Remove("signature");
        }

        var json = JsonSerializer.Serialize(token);
        return fault == TokenFault.NotJson ? json[..^1] : json;
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
