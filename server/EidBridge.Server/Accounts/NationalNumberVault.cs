using System.Security.Cryptography;
using System.Text;
using EidBridge.Server.Site;
using Microsoft.AspNetCore.DataProtection;

namespace EidBridge.Server.Accounts;

/// <summary>The two forms a national number is stored in: a keyed hash to find it, a cipher to show it to its owner.</summary>
internal sealed class NationalNumberVault(MasterKey master, IDataProtectionProvider protection)
{
    private readonly byte[] _key = master.For("national-number");
    private readonly IDataProtector _protector = protection.CreateProtector("EidBridge.NationalNumber");

    public string Hash(NationalNumber number) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(number.Digits)));

    public string Protect(NationalNumber number) => _protector.Protect(number.Digits);

    public NationalNumber Reveal(string cipher) => NationalNumber.Parse(_protector.Unprotect(cipher));
}
