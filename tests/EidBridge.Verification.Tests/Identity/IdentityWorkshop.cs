using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;
using EidBridge.Verification.Identity;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Identity;

/// <summary>Files of virtual cards, signed by their register, and the person a token proved; a test spoils one thing.</summary>
internal static class IdentityWorkshop
{
    /// <summary>Names and ways to change one file: what a mutation must spoil in turn.</summary>
    public static IReadOnlyList<(string Name, Func<IdentityFiles, byte[]> Get, Func<IdentityFiles, byte[], IdentityFiles> With)> Places { get; } =
    [
        ("identity", f => f.Identity, (f, b) => f with { Identity = b }),
        ("identitySignature", f => f.IdentitySignature, (f, b) => f with { IdentitySignature = b }),
        ("address", f => f.Address, (f, b) => f with { Address = b }),
        ("addressSignature", f => f.AddressSignature, (f, b) => f with { AddressSignature = b }),
        ("photo", f => f.Photo, (f, b) => f with { Photo = b }),
        ("registerCertificate", f => f.RegisterCertificate, (f, b) => f with { RegisterCertificate = b }),
        ("basicKey", f => f.BasicKey!, (f, b) => f with { BasicKey = b }),
    ];

    public static EidVerificationOptions Options { get; } = new()
    {
        Origin = TokenWorkshop.Origin,
        TrustAnchors = [TokenWorkshop.Pki.EcRoot, TokenWorkshop.Pki.RsaRoot],
    };

    public static IdentityVerifier Verifier(DateTimeOffset? now = null) => new(Options, new FakeTimeProvider(now ?? TokenWorkshop.Now));

    public static VerifiedEid Holder(CardPerson person, Applet applet = Applet.V18) =>
        TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(TokenWorkshop.Members(person, applet)), TokenWorkshop.Nonce);

    /// <summary>As the host answers them.</summary>
    public static IdentityFiles Files(CardPerson person, Applet applet, CardPki? pki = null)
    {
        var card = (pki ?? TokenWorkshop.Pki).Issue(person, applet);
        return new IdentityFiles(
            card.Files["3F00DF014031"], card.Files["3F00DF014032"], card.Files["3F00DF014033"], card.Files["3F00DF014034"],
            card.Files["3F00DF014035"], card.NationalRegister.RawData);
    }

    public static byte[] Json(IdentityFiles files) => JsonSerializer.SerializeToUtf8Bytes(Members(files));

    public static Dictionary<string, object?> Members(IdentityFiles files)
    {
        var members = Places.Where(p => p.Get(files) is not null).ToDictionary(p => p.Name, p => (object?)Convert.ToBase64String(p.Get(files)), StringComparer.Ordinal);
        return members;
    }

    /// <summary>The identity file with one tag written differently, or left out, signed anew.</summary>
    public static IdentityFiles WithTag(IdentityFiles files, X509Certificate2 register, byte tag, byte[]? value)
    {
        var file = new List<byte>();
        for (var i = 0; i < files.Identity.Length; i += 2 + files.Identity[i + 1])
        {
            var was = files.Identity[(i + 2)..(i + 2 + files.Identity[i + 1])];
            if (files.Identity[i] != tag)
            {
                file.AddRange([files.Identity[i], (byte)was.Length, .. was]);
            }
        }

        if (value is not null)
        {
            file.AddRange([tag, (byte)value.Length, .. value]);
        }

        return Sign(files with { Identity = [.. file] }, register);
    }

    public static IdentityFiles WithTag(IdentityFiles files, X509Certificate2 register, byte tag, string value) =>
        WithTag(files, register, tag, Encoding.UTF8.GetBytes(value));

    /// <summary>Both signatures anew, and the certificate of who made them.</summary>
    /// <param name="length">Of both signature files; zeros fill them.</param>
    public static IdentityFiles Sign(IdentityFiles files, X509Certificate2 register, HashAlgorithmName? hash = null, int length = 256)
    {
        var identity = SignatureFile(register, files.Identity, hash, length);
        byte[] address = [.. files.Address.AsSpan().TrimEnd((byte)0), .. identity];
        return files with
        {
            IdentitySignature = identity,
            AddressSignature = SignatureFile(register, address, hash, length),
            RegisterCertificate = register.RawData,
        };
    }

    public static byte[] SignatureFile(X509Certificate2 register, byte[] data, HashAlgorithmName? hash = null, int length = 256)
    {
        using var rsa = register.GetRSAPrivateKey();
        using var ec = register.GetECDsaPrivateKey();
        var signature = rsa?.SignData(data, hash ?? HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ?? ec!.SignData(data, hash ?? HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        return [.. signature, .. new byte[length - signature.Length]];
    }

    /// <summary>A certificate as the register's is, without some extensions, with others, by another CA or of other days.</summary>
    public static X509Certificate2 Register(
        Action<CertificateRequest>? fill = null, string[]? without = null, X509Certificate2? issuer = null, int from = -1, int until = 1, bool sha1 = false)
    {
        var model = TokenWorkshop.Pki.NationalRegister(Applet.V18);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(model.SubjectName, key, HashAlgorithmName.SHA384);
        foreach (var extension in model.Extensions.Where(e => without?.Contains(e.Oid!.Value, StringComparer.Ordinal) != true))
        {
            request.CertificateExtensions.Add(extension);
        }

        fill?.Invoke(request);
        issuer ??= TokenWorkshop.Pki.Root(Applet.V18);
        var ca = issuer.GetECDsaPrivateKey()!;
        using var bare = request.Create(
            issuer.SubjectName, sha1 ? new Sha1Signer(ca) : X509SignatureGenerator.CreateForECDsa(ca), TokenWorkshop.Now.AddDays(from), TokenWorkshop.Now.AddDays(until), [0x10, 7]);
        return bare.CopyWithPrivateKey(key);
    }

    public static async Task<string> RefusalOfAsync(IdentityFiles files, VerifiedEid? holder = null, IdentityVerifier? verifier = null) =>
        (await Assert.ThrowsExactlyAsync<EidBridgeException>(() => (verifier ?? Verifier()).VerifyAsync(files, holder ?? Holder(CardPersons.An)))).Code;
}
