using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Revocation;

#pragma warning disable CA5394 // Chance that can be had again by its seed.

/// <summary>
/// Whatever our reader believes, BouncyCastle verifies too: signature, responder, CertID, nonce, dates and status. The other way round need not hold: ours
/// is stricter, but for certificates that nobody needed, which it does not read.
/// </summary>
[TestClass]
public sealed class SecondOpinionTests
{
    private static readonly RevocationOptions Options = new();

    public TestContext TestContext { get; set; } = null!;

    private static DateTimeOffset Now => TokenWorkshop.Now;

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void AnswersMadeAtRandom_ThatWeBelieve_BouncyCastleVerifies(Applet applet)
    {
        const int Many = 400;
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var question = new Question(applet);
        var believed = 0;

        for (var i = 0; i < Many; i++)
        {
            believed += IsBelievedByBoth(question, Forge(question, random).Make(), $"seed {seed}, answer {i}") ? 1 : 0;
        }

        Assert.IsGreaterThan(Many / 20, believed);
        Assert.IsLessThan(Many, believed);
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void GoodAnswersSpoiledAtRandom_ThatWeBelieve_BouncyCastleVerifies(Applet applet)
    {
        const int Many = 1000;
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var question = new Question(applet);
        var good = Good(question).Make();

        Assert.IsTrue(IsBelievedByBoth(question, good, "unspoiled"));
        for (var i = 0; i < Many; i++)
        {
            var spoiled = good.ToArray();
            spoiled[random.Next(good.Length)] ^= (byte)random.Next(1, 256);
            if (random.Next(4) == 0)
            {
                spoiled[random.Next(good.Length)] = (byte)random.Next(256);
            }

            IsBelievedByBoth(question, spoiled, $"seed {seed}, answer {i}");
        }
    }

    private static bool IsBelievedByBoth(Question question, byte[] answer, string which)
    {
        RevocationAnswer verdict;
        try
        {
            verdict = new OcspAnswerRules(Options).Judge(answer, question.Request, question.Issuer, OcspNoncePolicy.IfPresent, Now).Answer;
        }
        catch (EidBridgeException e)
        {
            Assert.AreEqual(ErrorCode.RevocationUnavailable, e.Code, which);
            return false;
        }

        try
        {
            Assert.IsNull(
                SecondOpinion.Objection(answer, verdict.Status, question.Ca, question.Leaf, question.Request.Nonce, Now, Options.ClockSkew), $"{which}: {Convert.ToHexString(answer)}");
        }
        catch (Exception e) when (e is not UnitTestAssertException)
        {
            Assert.Fail($"{which}: BouncyCastle cannot read what we believe: {e.Message} {Convert.ToHexString(answer)}");
        }

        return true;
    }

    private static OcspForge Good(Question question) => new()
    {
        Issuer = question.Ca,
        SerialNumber = question.Leaf.SerialNumberBytes.ToArray(),
        Signer = TokenWorkshop.Pki.Responder(question.Applet, foreigner: false),
        Certificates = [TokenWorkshop.Pki.Responder(question.Applet, foreigner: false)],
        ThisUpdate = Now.AddMinutes(-1),
        NextUpdate = Now.AddHours(1),
        Nonce = question.Request.Nonce,
        Hash = question.Applet == Applet.V18 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256,
    };

    /// <summary>Every part is right mostly, and wrong sometimes.</summary>
    private static OcspForge Forge(Question question, Random random)
    {
        var pki = TokenWorkshop.Pki;
        var forge = Good(question);
        bool Rarely() => random.Next(20) == 0;
        forge.Revoked = random.Next(-2, 11) switch { < 0 and var special => special, > 0 and < 7 and var reason => reason, _ => null };
        forge.ByKey = random.Next(2) == 0;
        forge.BySha256 = Rarely();
        forge.SpoilsName = Rarely();
        forge.SpoilsKey = Rarely();
        forge.SpoilsSignature = Rarely();
        forge.HasCriticalExtension = Rarely();
        forge.Answers = Rarely() ? 2 : 1;
        forge.ResponseStatus = Rarely() ? random.Next(1, 7) : 0;
        forge.ThisUpdate = Now.AddMinutes(random.Next(-900, 12));
        forge.NextUpdate = random.Next(3) == 0 ? null : Now.AddMinutes(random.Next(-12, 900));
        forge.Nonce = random.Next(10) switch { 0 => null, 1 => new byte[32], 2 => question.Request.Nonce[..16], _ => question.Request.Nonce };
        (forge.Signer, forge.Certificates) = random.Next(8) switch
        {
            0 => (question.Ca, []),
            1 => (pki.Responder(question.Applet, foreigner: true), [pki.Responder(question.Applet, foreigner: true)]),
            2 => (question.Leaf, [question.Leaf]),
            3 => (pki.Root(question.Applet), [pki.Root(question.Applet)]),
            4 => (forge.Signer, [pki.IssuingCa(question.Applet, foreigner: true), .. forge.Certificates]),
            _ => (forge.Signer, forge.Certificates),
        };
        forge.SerialNumber[^1] ^= (byte)(Rarely() ? 1 : 0);
        return forge;
    }

    private sealed class Question
    {
        public Question(Applet applet)
        {
            Applet = applet;
            Ca = TokenWorkshop.Pki.IssuingCa(applet, foreigner: false);
            Leaf = TokenWorkshop.Pki.Issue(CardPersons.An, applet).Authentication;
            Issuer = IssuingCa.Read(Ca.RawDataMemory)!;
            Request = new OcspRequest(new CertificateId(CertificateFields.Parse(Leaf.RawDataMemory), Issuer.Certificate));
        }

        public Applet Applet { get; }

        public X509Certificate2 Ca { get; }

        public X509Certificate2 Leaf { get; }

        public IssuingCa Issuer { get; }

        public OcspRequest Request { get; }
    }
}
