using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace EidBridge.Server.Site;

/// <summary>
/// The keys of data protection are in the database; they are wrapped (AES-256-GCM) with a key that is not, so that a copy of the
/// database alone reveals no national number and opens no session.
/// </summary>
internal sealed class MasterKeyEncryptor(MasterKey master) : IXmlEncryptor
{
    internal const string Use = "data-protection";
    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var wrapped = new byte[NonceSize + TagSize + plain.Length];
        var nonce = wrapped.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(master.For(Use), TagSize);
        aes.Encrypt(nonce, plain, wrapped.AsSpan(NonceSize + TagSize), wrapped.AsSpan(NonceSize, TagSize));
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement("wrapped", Convert.ToBase64String(wrapped)), typeof(MasterKeyDecryptor));
    }
}

/// <summary>Made by data protection from its name in the stored key.</summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var wrapped = Convert.FromBase64String(encryptedElement.Value);
        var head = MasterKeyEncryptor.NonceSize + MasterKeyEncryptor.TagSize;
        var plain = new byte[wrapped.Length - head];
        using var aes = new AesGcm(services.GetRequiredService<MasterKey>().For(MasterKeyEncryptor.Use), MasterKeyEncryptor.TagSize);
        aes.Decrypt(
            wrapped.AsSpan(0, MasterKeyEncryptor.NonceSize),
            wrapped.AsSpan(head),
            wrapped.AsSpan(MasterKeyEncryptor.NonceSize, MasterKeyEncryptor.TagSize),
            plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
