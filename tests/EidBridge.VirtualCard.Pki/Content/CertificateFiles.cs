using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Content;

/// <summary>The certificate files 5038-503C: DER and zero padding, all zero when absent.</summary>
internal static class CertificateFiles
{
    public static void AddTo(Dictionary<string, byte[]> files, CardContent content)
    {
        files["3F00DF005038"] = Pad(content.Authentication, content.Applet);
        files["3F00DF005039"] = Pad(content.Signature, content.Applet);
        files["3F00DF00503A"] = Pad(content.IssuingCa, content.Applet);
        files["3F00DF00503B"] = Pad(content.Root, content.Applet);
        files["3F00DF00503C"] = Pad(content.NationalRegister, content.Applet);
    }

    private static byte[] Pad(X509Certificate2? certificate, Applet applet)
    {
        var (padding, absent) = applet == Applet.V18 ? (1100, 2500) : (50, 1300);
        return certificate is null ? new byte[absent] : [.. certificate.RawData, .. new byte[padding]];
    }
}
