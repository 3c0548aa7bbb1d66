using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard.Pki;

namespace EidBridge.VirtualCard;

/// <summary>
/// A public-key infrastructure in the shape of the Belgian one: a root, a Citizen CA, a Foreigner CA and the National
/// Register, each in EC P-384 (applet 1.8) and in RSA (applet 1.7). Its keys are made at run time and never leave its folder.
/// </summary>
public sealed class CardPki
{
    private static readonly Uri NoResponder = new("http://127.0.0.1:9/");

    private readonly KeyCabinet _cabinet;
    private readonly CertificateForge _forge;

    private CardPki(string? folder, DateTimeOffset now, Uri? responder)
    {
        _cabinet = new KeyCabinet(folder);
        _forge = new CertificateForge(now, responder ?? NoResponder);
        Folder = folder;
    }

    /// <summary>Null for a PKI in memory.</summary>
    public string? Folder { get; }

    /// <summary>Root of the 1.8 cards, without its key.</summary>
    public X509Certificate2 EcRoot => X509CertificateLoader.LoadCertificate(Root(Applet.V18).RawDataMemory.Span);

    /// <summary>Root of the 1.7 cards, without its key.</summary>
    public X509Certificate2 RsaRoot => X509CertificateLoader.LoadCertificate(Root(Applet.V17).RawDataMemory.Span);

    /// <summary>A PKI in memory.</summary>
    public static CardPki Create(DateTimeOffset now, Uri? responder = null) => new(null, now, responder);

    /// <summary>
    /// The PKI of a folder, made on first run (mode 0700). Leaves <c>root-ec.crt</c>, <c>root-rsa.crt</c> (DER) and the issuing
    /// CAs <c>ca-*.crt</c> there for servers to pin.
    /// </summary>
    public static CardPki OpenOrCreate(string folder, DateTimeOffset now, Uri? responder = null)
    {
        var pki = new CardPki(folder, now, responder);
        return pki._cabinet.Alone(() =>
        {
            foreach (var (applet, suffix) in ((Applet, string)[])[(Applet.V18, "ec"), (Applet.V17, "rsa")])
            {
                Export(folder, $"root-{suffix}", pki.Root(applet));
                Export(folder, $"ca-citizen-{suffix}", pki.IssuingCa(applet, foreigner: false));
                Export(folder, $"ca-foreigner-{suffix}", pki.IssuingCa(applet, foreigner: true));
            }

            return pki;
        });
    }

    /// <summary>With its key, as are the ones below.</summary>
    public X509Certificate2 Root(Applet applet) => _cabinet.Take($"root-{applet}", () => _forge.Root(applet));

    /// <summary>The Citizen CA or the Foreigner CA.</summary>
    public X509Certificate2 IssuingCa(Applet applet, bool foreigner) => _cabinet.Take(
        $"{(foreigner ? "foreigner" : "citizen")}-ca-{applet}", () => _forge.IssuingCa(applet, foreigner, Root(applet)));

    /// <summary>Answers OCSP questions about the cards of that CA.</summary>
    public X509Certificate2 Responder(Applet applet, bool foreigner) => _cabinet.Take(
        $"{(foreigner ? "foreigner" : "citizen")}-responder-{applet}", () => _forge.Responder(applet, IssuingCa(applet, foreigner)));

    /// <summary>The certificate that signs the identity and address files.</summary>
    public X509Certificate2 NationalRegister(Applet applet) =>
        _cabinet.Take($"rrn-{applet}", () => _forge.NationalRegister(applet, Root(applet)));

    /// <summary>The card of a person; the same each time it is asked for.</summary>
    public CardContent Issue(CardPerson person, Applet applet)
    {
        ArgumentNullException.ThrowIfNull(person);
        return _cabinet.Alone(() =>
        {
            var issuer = IssuingCa(applet, person.IsForeigner);
            return new CardContent
            {
                Person = person,
                Applet = applet,
                Authentication = _cabinet.Take($"{person.Name}-{applet}-authentication", () => _forge.Leaf(person, applet, issuer, signature: false)),
                Signature = person.HasSignatureCertificate
                    ? _cabinet.Take($"{person.Name}-{applet}-signature", () => _forge.Leaf(person, applet, issuer, signature: true))
                    : null,
                BasicKey = applet == Applet.V18 ? _cabinet.Take($"{person.Name}-{applet}-basic", CertificateForge.BasicKey) : null,
                IssuingCa = issuer,
                Root = Root(applet),
                NationalRegister = NationalRegister(applet),
            }.WithFiles(_cabinet.TakeBytes);
        });
    }

    private static void Export(string folder, string name, X509Certificate2 certificate)
    {
        var path = Path.Combine(folder, name + ".crt");
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, certificate.RawData);
        }
    }
}
