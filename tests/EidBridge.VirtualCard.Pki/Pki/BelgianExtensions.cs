using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Pki;

/// <summary>The X.509 extensions that .NET has no builder for, as Belgian certificates carry them.</summary>
internal static class BelgianExtensions
{
    private const string CertificatePolicies = "2.5.29.32";
    private const string QualifierCps = "1.3.6.1.5.5.7.2.1";
    private const string QualifierNotice = "1.3.6.1.5.5.7.2.2";
    private const string QcStatements = "1.3.6.1.5.5.7.1.3";

    /// <summary>RFC 5280 section 4.2.1.4: one policy with the address of its practice statement and a notice.</summary>
    public static X509Extension Policy(string oid, Uri practiceStatement, UniversalTagNumber noticeType, string notice)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(QualifierCps);
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, practiceStatement.AbsoluteUri);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(QualifierNotice);
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(noticeType, notice);
                    }
                }
            }
        }

        return new X509Extension(CertificatePolicies, writer.Encode(), critical: false);
    }

    /// <summary>ETSI EN 319 412-5: qualified certificate, key in a secure device.</summary>
    public static X509Extension Qualified()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var statement in (string[])["0.4.0.1862.1.1", "0.4.0.1862.1.4"])
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(statement);
                }
            }
        }

        return new X509Extension(QcStatements, writer.Encode(), critical: false);
    }
}
