using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;
using EidBridge.Verification;
using EidBridge.Verification.Documents;
using EidBridge.Verification.Identity;
using EidBridge.Verification.Tests;
using EidBridge.Verification.Tests.Documents;
using EidBridge.Verification.Tests.Identity;
using EidBridge.VirtualCard;

namespace EidBridge.Fuzz.Tests;

/// <summary>Files of a card, and signatures over documents, as an attacker can send them to a site.</summary>
[TestClass]
public sealed class IdentityFuzzTests
{
    private static readonly string[] Refusals =
    [
        ErrorCode.IdentityInvalid, ErrorCode.IdentityMismatch, ErrorCode.IdentityExpired, ErrorCode.IdentityNotGenuine, ErrorCode.AlgorithmUnsupported,
        ErrorCode.CertificateInvalid, ErrorCode.CertificatePurposeWrong, ErrorCode.CertificatePolicyWrong, ErrorCode.CertificateExpired,
        ErrorCode.CertificateNotYetValid, ErrorCode.IssuerUnknown, ErrorCode.SignatureInvalid, ErrorCode.InvalidJson, ErrorCode.InvalidUtf8,
    ];

    private static readonly VerifiedEid Holder = IdentityWorkshop.Holder(CardPersons.An);
    private static readonly IdentityVerifier Identities = IdentityWorkshop.Verifier();
    private static readonly DocumentVerifier Documents = DocumentWorkshop.Verifier();

    private static readonly IdentityFiles[] Cards =
    [
        IdentityWorkshop.Files(CardPersons.An, Applet.V18) with { BasicKey = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Files["3F00DF014040"] },
        IdentityWorkshop.Files(CardPersons.An, Applet.V17) with { BasicKey = null },
        IdentityWorkshop.Sign(IdentityWorkshop.Files(CardPersons.An, Applet.V17), TokenWorkshop.Pki.NationalRegister(Applet.V18)),
    ];

    private static readonly SignedDocument[] Signed =
    [
        DocumentWorkshop.Document(TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Signature),
        DocumentWorkshop.Document(TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Signature),
    ];

    [TestMethod]
    public void Files_AreBelievedAsTheRegisterSignedThem_OrRefusedWithACode() => FuzzRun.Play(mutator =>
    {
        var good = Cards[mutator.Next(Cards.Length)];
        var places = IdentityWorkshop.Places.Where(place => place.Get(good) is not null).ToList();
        var (name, get, with) = places[mutator.Next(places.Count)];
        var spoiled = with(good, mutator.Spoil(get(good)));

        if (Try(() => Identities.VerifyAsync(spoiled, Holder)) is { } verified)
        {
            // Zeros after the address, and after its signature, are the only thing that may come and go.
            var padding = name is "address" or "addressSignature" ? "\0"u8 : [];
            Assert.IsTrue(get(spoiled).AsSpan().TrimEnd(padding).SequenceEqual(get(good).AsSpan().TrimEnd(padding)), $"a wrong accept: {name}");
            Assert.AreEqual(CardPersons.An.NationalNumber, verified.Identity.NationalNumber);
        }
    });

    [TestMethod]
    public void JsonOfFiles_IsReadToTheLetter_OrRefusedWithACode() => FuzzRun.Play([.. Cards.Select(IdentityWorkshop.Json)], input =>
    {
        if (Try(() => Identities.VerifyAsync(input, Holder)) is { } verified)
        {
            // Another reader, just as strict, must have found the same photo.
            using var document = JsonDocument.Parse(input, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Assert.IsTrue(document.RootElement.GetProperty("photo").GetBytesFromBase64().AsSpan().SequenceEqual(verified.Photo.Span), "a wrong accept");
        }
    });

    [TestMethod]
    public void SignedDocuments_AreBelievedAsTheyWereSigned_OrRefusedWithACode() => FuzzRun.Play(mutator =>
    {
        var good = Signed[mutator.Next(Signed.Length)];
        var spoilsSignature = mutator.Next(2) == 0;
        var document = new SignedDocument
        {
            Certificate = spoilsSignature ? good.Certificate : mutator.Spoil(good.Certificate.Span),
            Hash = good.Hash,
            HashFunction = good.HashFunction,
            Signature = spoilsSignature ? mutator.Spoil(good.Signature.Span) : good.Signature,
        };

        if (Try(() => Documents.VerifyAsync(document)) is not null)
        {
            Assert.IsTrue(
                document.Signature.Span.SequenceEqual(good.Signature.Span) && document.Certificate.Span.SequenceEqual(good.Certificate.Span), "a wrong accept");
        }
    });

    private static T? Try<T>(Func<Task<T>> verify)
        where T : class
    {
        try
        {
            return verify().GetAwaiter().GetResult();
        }
        catch (EidBridgeException e) when (Refusals.Contains(e.Code, StringComparer.Ordinal))
        {
            return null;
        }
    }
}
