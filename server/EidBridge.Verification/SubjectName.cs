using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>The attributes of a Belgian subject (X.520).</summary>
internal sealed class SubjectName
{
    private const string SurnameOid = "2.5.4.4";
    private const string SerialNumberOid = "2.5.4.5";
    private const string CountryOid = "2.5.4.6";
    private const string GivenNameOid = "2.5.4.42";
    private const int NationalNumberLength = 11;

    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);

    public SubjectName(X500DistinguishedName name)
    {
        foreach (var part in name.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements
                || part.GetSingleElementType().Value is not { } oid
                || part.GetSingleElementValue() is not { } text
                || !_attributes.TryAdd(oid, text))
            {
                throw new EidBridgeException(ErrorCode.CertificateInvalid, "subject");
            }
        }
    }

    public string Surname => Required(SurnameOid);

    /// <summary>Empty for persons who have none.</summary>
    public string GivenNames => _attributes.GetValueOrDefault(GivenNameOid, string.Empty);

    public string Country => Required(CountryOid);

    public string NationalNumber
    {
        get
        {
            var number = Required(SerialNumberOid);
            return number.Length == NationalNumberLength && number.All(char.IsAsciiDigit)
                ? number
                : throw new EidBridgeException(ErrorCode.CertificateInvalid, "subject serial number");
        }
    }

    public bool IsSamePersonAs(SubjectName other) =>
        NationalNumber == other.NationalNumber && Surname == other.Surname && GivenNames == other.GivenNames && Country == other.Country;

    private string Required(string oid) =>
        _attributes.TryGetValue(oid, out var value) ? value : throw new EidBridgeException(ErrorCode.CertificateInvalid, "subject");
}
