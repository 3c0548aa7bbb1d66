using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Card;
using EidBridge.Card.Tests;
using EidBridge.Host.Commands.Tasks;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;
using EidBridge.Protocol.Messages;
using EidBridge.VirtualCard;

namespace EidBridge.Fuzz.Tests;

/// <summary>Every way of the driver to a card whose answers are spoiled: what comes back is the card's own and whole, or an error.</summary>
[TestClass]
public sealed class SpoiledCardTests
{
    private const int MostBytes = (16 * 1024) + 256;

    // What an undisturbed card makes of the same request.
    private static readonly ConcurrentDictionary<CardContent, string> Honest = new();

    private static readonly HashToSign[] Hashes =
    [
        TestCards.Hash(HashAlgorithmName.SHA256, 32), TestCards.Hash(HashAlgorithmName.SHA384, 48), TestCards.Hash(HashAlgorithmName.SHA512, 64),
    ];

    [TestMethod]
    public void FilesAndCertificates_AreTheCardsOwnAndWhole_OrAnError() => FuzzRun.Play(mutator =>
    {
        var spoiled = new SpoiledCard(mutator, garbles: mutator.Next(3) == 0);
        using var card = spoiled.Connect();

        // Which of the cards is held to is settled by the first thing that tells whose it is, as the host reads it first.
        if (ReadLeaf(spoiled, card, mutator) is not { } held)
        {
            return;
        }

        for (var times = mutator.Next(8); times > 0; times--)
        {
            if (mutator.Next(2) == 0)
            {
                var file = (CardFile)mutator.Next(5);
                Confirm(spoiled, held.Files[PathOf(file)], OrNull(() => card.ReadFile(file)));
            }
            else
            {
                var certificate = (CardCertificate)mutator.Next(5);
                ConfirmCertificate(spoiled, held, certificate, OrNull(() => card.ReadCertificate(certificate)));
            }
        }

        Assert.AreEqual(0, spoiled.Pcsc.OpenTransactions);
        Assert.DoesNotContain(sent => sent.StartsWith("0020", StringComparison.Ordinal), spoiled.Pcsc.Sent);
    }, shortRun: 1000);

    [TestMethod]
    public void Facts_NameTheCardsApplet_OrAnError() => FuzzRun.Play(mutator =>
    {
        var spoiled = new SpoiledCard(mutator, garbles: mutator.Next(3) == 0);
        using var card = spoiled.Connect();

        for (var times = 1 + mutator.Next(8); times > 0; times--)
        {
            if (OrNull(card.ReadFacts) is not { } facts)
            {
                continue;
            }

            Assert.IsTrue(facts.TriesLeft is null or (>= 0 and <= 15), $"{facts.TriesLeft} tries");
            if (!spoiled.Garbles)
            {
                Assert.AreEqual(spoiled.Content.Applet == Applet.V17 ? "1.7" : "1.8", facts.Applet);
            }
        }

        Assert.AreEqual(3, spoiled.Card.TriesLeft, "a question cost a try");
        Assert.AreEqual(0, spoiled.Pcsc.OpenTransactions);
    }, shortRun: 1000);

    [TestMethod]
    public void SignaturesOfBothKeys_AreTheCardsOwn_AndNoPinIsLeftOpen() => FuzzRun.Play(mutator =>
    {
        var spoiled = new SpoiledCard(mutator, garbles: mutator.Next(3) == 0);
        var key = mutator.Next(3) == 0 ? CardKey.Authentication : CardKey.Signing;
        var hash = Hashes[mutator.Next(Hashes.Length)];
        using (var card = spoiled.Connect())
        {
            var kind = key == CardKey.Signing ? CardCertificate.Signing : CardCertificate.Authentication;
            if (OrNull(() => card.ReadCertificate(kind)) is not { } certificate)
            {
                return;
            }

            var shown = spoiled.Content;
            ConfirmCertificate(spoiled, shown, kind, certificate);
            using var pin = TestCards.Pin();
            var calls = 1 + mutator.Next(2);
            for (var call = 0; call < calls; call++)
            {
                var result = OrNull(() => card.Sign(key, pin, hash, CancellationToken.None));
                if ((key == CardKey.Signing ? shown.Signature : shown.Authentication) is { } own)
                {
                    ConfirmSignature(spoiled, own, hash, certificate, result);
                }
            }

            Assert.IsLessThanOrEqualTo(calls, spoiled.Pcsc.Sent.Count(sent => sent.StartsWith("0020000108", StringComparison.Ordinal)));
            Assert.AreEqual(0, spoiled.Pcsc.OpenTransactions);
        }

        Assert.IsTrue(spoiled.Pcsc.WasResetByDisconnect || spoiled.Card.Transmit([0x00, 0x20, 0x00, 0x01, 0x00])[^2] != 0x90, "the PIN stands verified");
    }, shortRun: 300);

    [TestMethod]
    public void IdentityWithItsFiles_IsThatOfOneCard_OrAnError() => FuzzRun.Play(mutator =>
    {
        var spoiled = new SpoiledCard(mutator, garbles: mutator.Next(3) == 0);
        var request = new IdentityRequest(IdentityField.All, "https://doctor.example") { WantsFiles = true };
        using var card = spoiled.Connect();
        var task = new IdentityTask(request);

        var finding = OrNull(() => task.Look(card, DateTimeOffset.UnixEpoch));
        var shown = spoiled.Content;
        if (finding is null || OrNull(() => task.Answer(card, finding, CancellationToken.None)) is not IdentityReply reply || spoiled.Garbles)
        {
            return;
        }

        Assert.AreEqual(Honest.GetOrAdd(shown, content => Read(content, request)), TextOf(reply), "another answer than of the card itself");
    }, shortRun: 1000);

    private static string Read(CardContent content, IdentityRequest request)
    {
        var pcsc = new FakePcsc();
        pcsc.Insert(new VirtualEidCard(content, new CardOptions()));
        using var readers = new CardReaders(pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());
        var task = new IdentityTask(request);
        return TextOf(task.Answer(card, task.Look(card, DateTimeOffset.UnixEpoch), CancellationToken.None));
    }

    private static string TextOf(HostReply reply) => Encoding.UTF8.GetString(ReplyWriter.Write(reply));

    /// <returns>The card that the driver keeps to from here on, or null where none could be read.</returns>
    private static CardContent? ReadLeaf(SpoiledCard spoiled, IEidCard card, Mutator mutator)
    {
        if (mutator.Next(2) == 0)
        {
            var file = OrNull(() => card.ReadFile(CardFile.Identity));
            Confirm(spoiled, spoiled.Content.Files[PathOf(CardFile.Identity)], file);
            return file is null ? null : spoiled.Content;
        }

        var leaf = mutator.Next(2) == 0 ? CardCertificate.Authentication : CardCertificate.Signing;
        var certificate = OrNull(() => card.ReadCertificate(leaf));
        ConfirmCertificate(spoiled, spoiled.Content, leaf, certificate);
        return certificate is null ? null : spoiled.Content;
    }

    private static void Confirm(SpoiledCard spoiled, byte[]? expected, byte[]? read)
    {
        if (read is null)
        {
            return;
        }

        Assert.IsLessThanOrEqualTo(MostBytes, read.Length);
        if (!spoiled.Garbles)
        {
            Assert.AreEqual(Convert.ToHexString(expected ?? []), Convert.ToHexString(read), "not what the card holds");
        }
    }

    private static void ConfirmCertificate(SpoiledCard spoiled, CardContent held, CardCertificate certificate, byte[]? read)
    {
        Confirm(spoiled, DerOf(held.Files.GetValueOrDefault(PathOf(certificate))), read);
        Assert.IsTrue(read is null || DerOf(read)?.Length == read.Length, "another length than its header says");
    }

    private static byte[]? DerOf(byte[]? file) => file is [0x30, 0x82, var high, var low, ..] ? file[..(4 + ((high << 8) | low))] : null;

    private static void ConfirmSignature(SpoiledCard spoiled, X509Certificate2 own, HashToSign hash, byte[] certificate, SigningResult? result)
    {
        switch (result)
        {
            case SigningResult.Signed(var signature) when spoiled.Garbles:
                // Whoever checks it against what the driver read must not be told wrong.
                Assert.IsTrue(Verifies(certificate, hash, signature) is not true || TestCards.Verifies(own, hash, signature), "a wrong accept");
                break;
            case SigningResult.Signed(var signature):
                Assert.IsTrue(TestCards.Verifies(own, hash, signature), "a signature that is none");
                break;
            case SigningResult.WrongPin(var left):
                Assert.IsTrue(left is >= 1 and <= 15, $"{left} tries");
                break;
            default:
                break;
        }
    }

    private static bool Verifies(byte[] der, HashToSign hash, byte[] signature)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return TestCards.Verifies(certificate, hash, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string PathOf(CardFile file) => $"3F00DF01403{1 + (int)file}";

    private static string PathOf(CardCertificate certificate) => $"3F00DF00503{"89ABC"[(int)certificate]}";

    private static T? OrNull<T>(Func<T> way)
        where T : class
    {
        try
        {
            return way();
        }
        catch (CardException e) when (e.Fault is not CardFault.ModuleFailed and not CardFault.TokenMissing)
        {
            return null;
        }
        catch (EidBridgeException e) when (e.Code == ErrorCode.CardError)
        {
            return null;
        }
    }
}
