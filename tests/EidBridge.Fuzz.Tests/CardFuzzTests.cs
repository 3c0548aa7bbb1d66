using EidBridge.Card;
using EidBridge.Card.Tests;
using EidBridge.Host.Commands;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;
using EidBridge.VirtualCard;

namespace EidBridge.Fuzz.Tests;

/// <summary>What a card, or whatever is in the reader, can answer.</summary>
[TestClass]
public sealed class CardFuzzTests
{
    private static readonly CardContent An = TestCards.Pki.Issue(CardPersons.An, Applet.V18);
    private static readonly CardContent AnOn17 = TestCards.Pki.Issue(CardPersons.An, Applet.V17);

    [TestMethod]
    public void AnswersOfACard_NeverMakeAWrongSignatureNorTwoVerifies() => FuzzRun.Play(mutator =>
    {
        var applet = mutator.Next(2) == 0 ? Applet.V17 : Applet.V18;
        var pcsc = new FakePcsc();
        pcsc.Insert(TestCards.Make(CardPersons.An, new CardOptions { Applet = applet, FollowResponse = mutator.Next(2) == 0 }));
        var spoiled = mutator.Next(12);
        pcsc.Spoiled = (number, answer) => number >= spoiled && mutator.Next(3) == 0 ? mutator.Spoil(answer) : answer;

        // What the host lets out was made by the card's own key over this very hash, whatever else was garbled.
        if (Sign(pcsc, applet) is { } made && ReadOrNull(made.Certificate)?.Verifies(TestCards.Hash(applet), made.Signature) == true)
        {
            Assert.IsTrue(TestCards.Verifies(CardPersons.An, applet, made.Signature), "a wrong accept");
        }

        Assert.IsLessThanOrEqualTo(1, pcsc.Sent.Count(sent => sent.StartsWith("0020000108", StringComparison.Ordinal)));
        Assert.AreEqual(0, pcsc.OpenTransactions);
    });

    [TestMethod]
    public void IdentityFiles_AreReadOrNot_AndNothingElse() => FuzzRun.Play(
        [An.Files["3F00DF014031"], AnOn17.Files["3F00DF014031"], An.Files["3F00DF014033"]],
        input =>
        {
            if (CardIdentity.Parse(input) is { } identity)
            {
                Assert.IsTrue(identity.NationalNumber is null || (identity.NationalNumber.Length == 11 && identity.NationalNumber.All(char.IsAsciiDigit)));
                Assert.IsTrue(identity.BirthDate is null || identity.BirthDate.Length is 4 or 7 or 10);
                Assert.IsTrue(identity.Sex is null or "M" or "F");
                _ = (identity.ValidFrom, identity.ValidUntil, identity.Person, identity.PhotoHash, identity.SpecialStatus);
            }

            _ = CardAddress.Parse(input)?.StreetAndNumber;
        });

    [TestMethod]
    public void Certificates_AreReadOrRefusedWithACode() => FuzzRun.Play(
        [An.Authentication.RawData, AnOn17.Authentication.RawData, An.Signature!.RawData],
        input =>
        {
            if (ReadOrNull(input) is { } facts)
            {
                _ = facts.ObstacleAt(DateTimeOffset.UtcNow);
                Assert.IsFalse(facts.Verifies(TestCards.Hash(Applet.V18), new byte[96]), "a signature of zeros");
            }

            _ = IssuerCache.IsIssuedBy(input, An.Root.RawData);
            _ = IssuerCache.IsIssuedBy(An.Authentication.RawData, input);
        });

    private static CertificateFacts? ReadOrNull(byte[] der)
    {
        try
        {
            return CertificateFacts.Read(der);
        }
        catch (EidBridgeException e) when (e.Code is ErrorCode.CardError or ErrorCode.AlgorithmUnsupported)
        {
            return null;
        }
    }

    private static (byte[] Certificate, byte[] Signature)? Sign(FakePcsc pcsc, Applet applet)
    {
        try
        {
            using var readers = new CardReaders(pcsc, TimeProvider.System);
            using var card = readers.Connect(readers.List().Single());
            var certificate = card.ReadCertificate(CardCertificate.Authentication);
            using var pin = TestCards.Pin();
            return card.Sign(CardKey.Authentication, pin, TestCards.Hash(applet), CancellationToken.None) is SigningResult.Signed signed
                ? (certificate, signed.Signature)
                : null;
        }
        catch (CardException)
        {
            return null;
        }
    }
}
