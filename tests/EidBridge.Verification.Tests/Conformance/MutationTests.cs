using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Protocol;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>
/// Every byte of a token and of its certificates flipped in turn, in its lowest bit and another: refused with a code, or one of the places that are listed
/// here as counting for nothing, and then the result is the same. OCSP answers: <see cref="T6OcspAnswerTests"/>.
/// </summary>
[TestClass]
public sealed class MutationTests
{
    private const string Action = "web-eid:authenticate-success";
    private const string Version = "https://eidbridge.example/releases/0.1.0";

    // In text the highest bit never makes UTF-8; the case of a letter is what a lax reader overlooks.
    private static readonly byte[] TextFlips = [0x01, 0x20];
    private static readonly byte[] Flips = [0x01, 0x80];

    [TestMethod]
    [DataRow(Applet.V17, false, DisplayName = "1.0 of an RSA card")]
    [DataRow(Applet.V18, false, DisplayName = "1.0 of an EC card")]
    [DataRow(Applet.V17, true, DisplayName = "1.1 of an RSA card with its CA and signing certificate")]
    public void EveryByteOfAToken_CountsOrIsListed(Applet applet, bool withLists)
    {
        var token = Token(applet, withLists);
        var verifier = Verifier(withLists);
        var expected = Describe(verifier.Verify(token, TokenWorkshop.Nonce));

        var accepted = Accepted(token, TextFlips, flipped => Describe(verifier.Verify(flipped, TokenWorkshop.Nonce)), expected);

        CollectionAssert.IsSubsetOf(accepted.ToArray(), ThatCountForNothing(token).ToArray(), Show(token, accepted));
        foreach (var place in WordsIn(token, Action).Concat(WordsIn(token, Version)))
        {
            Assert.Contains(place, accepted, $"byte {place} of action or appVersion");
        }
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void EveryByteOfTheCertificate_Counts(Applet applet)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        var certificate = Convert.FromBase64String((string)members["unverifiedCertificate"]!);
        var verifier = TokenWorkshop.Verifier();
        byte[] TokenWith(byte[] flipped) => TokenWorkshop.Token(
            new Dictionary<string, object?>(members, StringComparer.Ordinal) { ["unverifiedCertificate"] = Convert.ToBase64String(flipped) });

        var accepted = Accepted(certificate, Flips, flipped => Describe(verifier.Verify(TokenWith(flipped), TokenWorkshop.Nonce)), expected: null);

        Assert.IsEmpty(accepted, string.Join(' ', accepted));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void EveryByteOfTheIssuingCaThatATokenBrings_Counts(Applet applet)
    {
        var ca = TokenWorkshop.Pki.IssuingCa(applet, foreigner: false).RawData;
        var verifier = Verifier(rootsOnly: true);
        byte[] TokenWith(byte[] flipped)
        {
            var members = TokenWorkshop.Members(CardPersons.An, applet);
            members["format"] = "web-eid:1.1";
            members["unverifiedIntermediateCertificates"] = new[] { Convert.ToBase64String(flipped) };
            return TokenWorkshop.Token(members);
        }

        // The right one has been seen: nothing is remembered of it under other bytes.
        verifier.Verify(TokenWith(ca), TokenWorkshop.Nonce);
        var accepted = Accepted(ca, Flips, flipped => Describe(verifier.Verify(TokenWith(flipped), TokenWorkshop.Nonce)), expected: null);

        Assert.IsEmpty(accepted, string.Join(' ', accepted));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void EveryByteOfTheSignature_Counts(Applet applet)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        var signature = Convert.FromBase64String((string)members["signature"]!);
        var verifier = TokenWorkshop.Verifier();
        byte[] TokenWith(byte[] flipped) => TokenWorkshop.Token(
            new Dictionary<string, object?>(members, StringComparer.Ordinal) { ["signature"] = Convert.ToBase64String(flipped) });

        var accepted = Accepted(signature, Flips, flipped => Describe(verifier.Verify(TokenWith(flipped), TokenWorkshop.Nonce)), expected: null);

        Assert.IsEmpty(accepted, string.Join(' ', accepted));
    }

    /// <summary>White space between the parts (a tab, for one, is a line end but for one bit), and two texts that no step reads.</summary>
    private static IEnumerable<int> ThatCountForNothing(byte[] token) =>
        [.. WordsIn(token, Action), .. WordsIn(token, Version), .. Enumerable.Range(0, token.Length).Where(i => token[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')];

    private static IEnumerable<int> WordsIn(byte[] token, string word)
    {
        var start = token.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word));
        Assert.IsGreaterThan(0, start);
        return Enumerable.Range(start, word.Length);
    }

    private static SortedSet<int> Accepted(byte[] good, byte[] flips, Func<byte[], string> verify, string? expected)
    {
        var accepted = new ConcurrentBag<int>();
        Parallel.For(0, good.Length, i =>
        {
            foreach (var flip in flips)
            {
                var flipped = good.ToArray();
                flipped[i] ^= flip;
                try
                {
                    var result = verify(flipped);
                    Assert.AreEqual(expected ?? result, result, $"byte {i} changes the result");
                    accepted.Add(i);
                }
                catch (EidBridgeException)
                {
                    // Refused with a code, as it must be; any other exception fails the test.
                }
            }
        });
        return [.. accepted];
    }

    private static EidTokenVerifier Verifier(bool rootsOnly) => !rootsOnly
        ? TokenWorkshop.Verifier()
        : new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [TokenWorkshop.Pki.EcRoot, TokenWorkshop.Pki.RsaRoot] },
            new FakeTimeProvider(TokenWorkshop.Now));

    /// <summary>Laid out with white space of every kind, as some site's middleware may do.</summary>
    private static byte[] Token(Applet applet, bool withLists)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        members["appVersion"] = Version;
        members["action"] = Action;
        if (withLists)
        {
            members["format"] = "web-eid:1.1";
            members["unverifiedIntermediateCertificates"] = new[] { Base64(TokenWorkshop.Pki.IssuingCa(applet, foreigner: false)) };
            members["unverifiedSigningCertificates"] = new[]
            {
                new
                {
                    certificate = Base64(TokenWorkshop.Pki.Issue(CardPersons.An, applet).Signature!),
                    supportedSignatureAlgorithms = new[] { new { cryptoAlgorithm = "ECC", hashFunction = "SHA-384", paddingScheme = "NONE" } },
                },
            };
        }

        // Browsers write a plus sign as it is: of its escape, a letter's case counts for nothing.
        var json = Encoding.UTF8.GetString(TokenWorkshop.Token(members)).Replace("\\u002B", "+", StringComparison.Ordinal);
        return TokenWorkshop.Text($" \t{json.Replace("\",\"", "\" ,\r\n\t\"", StringComparison.Ordinal)}\n");
    }

    private static string Base64(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);

    private static string Describe(VerifiedEid eid) => string.Join(
        '|',
        eid.NationalNumber,
        eid.GivenNames,
        eid.Surname,
        eid.Country,
        eid.IsForeigner,
        eid.ValidUntil,
        eid.CertificateFingerprint,
        eid.ChallengeNonce,
        string.Join(',', eid.SigningCertificates.Select(s => $"{s.Fingerprint} {string.Join(' ', s.Algorithms)}")));

    private static string Show(byte[] token, IEnumerable<int> accepted) => string.Join(' ', accepted.Select(i => $"{i}:{(char)token[i]}"));
}
