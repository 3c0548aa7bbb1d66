using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Tests;

[TestClass]
public sealed class PkiTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly CardPki Pki = TestCards.Issuer;

    public static IEnumerable<object[]> Cards =>
        from person in CardPersons.All from applet in (Applet[])[Applet.V17, Applet.V18] select (object[])[person.Name, applet];

    [TestMethod]
    [DataRow(Applet.V18, 769, 1024)]
    [DataRow(Applet.V17, 1281, 1536)]
    public void AuthenticationCertificate_HasTheSizeOfAReferenceCard(Applet applet, int from, int to)
    {
        var content = Pki.Issue(CardPersons.An, applet);

        Assert.IsInRange(from, to, content.Authentication.RawData.Length);
    }

    [TestMethod]
    [DynamicData(nameof(Cards))]
    public void EveryCard_ChainsToItsRootOnTheDayInTheMiddleOfItsLife(string name, Applet applet)
    {
        var content = Pki.Issue(CardPersons.Find(name), applet);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Pki.Root(applet));
        chain.ChainPolicy.ExtraStore.Add(content.IssuingCa);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = content.Authentication.NotBefore.AddTicks((content.Authentication.NotAfter - content.Authentication.NotBefore).Ticks / 2);

        var built = chain.Build(content.Authentication);

        Assert.IsTrue(built, string.Join(' ', chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.HasCount(3, chain.ChainElements);
    }

    [TestMethod]
    public void KeyUsages_KeepLoginAndSigningApart()
    {
        var content = Pki.Issue(CardPersons.An, Applet.V18);

        Assert.AreEqual(X509KeyUsageFlags.DigitalSignature, content.Authentication.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.AreEqual(X509KeyUsageFlags.NonRepudiation, content.Signature!.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
    }

    [TestMethod]
    public void Folder_OpenedAgain_GivesTheSameCard()
    {
        var folder = Directory.CreateTempSubdirectory("pki-");
        var first = CardPki.OpenOrCreate(folder.FullName, Now).Issue(CardPersons.Lucie, Applet.V18);

        var second = CardPki.OpenOrCreate(folder.FullName, Now).Issue(CardPersons.Lucie, Applet.V18);

        Assert.AreEqual(first.Authentication.Thumbprint, second.Authentication.Thumbprint);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.FullName, "root-V18.pem")));
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void NationalNumbers_OfAllPersons_HaveAValidCheck()
    {
        foreach (var person in CardPersons.All)
        {
            var nine = long.Parse((person.Born.Year >= 2000 ? "2" : string.Empty) + person.NationalNumber[..9], System.Globalization.CultureInfo.InvariantCulture);
            Assert.AreEqual(97 - (nine % 97), long.Parse(person.NationalNumber[9..], System.Globalization.CultureInfo.InvariantCulture), person.Name);
        }
    }
}
