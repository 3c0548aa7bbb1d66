using System.Text;

namespace EidBridge.VirtualCard.Content;

/// <summary>The PKCS#15 directory (ISO 7816-15) that other software finds keys and certificates by.</summary>
internal static class Pkcs15Files
{
    private static readonly byte[] Belpic = "BELPIC"u8.ToArray();

    public static void AddTo(Dictionary<string, byte[]> files, CardContent content)
    {
        files["3F002F00"] = Convert.FromHexString("61234F0CA000000177504B43532D3135500642454C5049435104" + "3F00DF00" + "73050603603802");
        files["3F00DF005031"] = [.. Pointer(0xA0, "5035"), .. Pointer(0xA4, "5037"), .. Pointer(0xA8, "5034")];
        files["3F00DF005032"] = TokenInfo(content);
        files["3F00DF005034"] = AuthenticationObjects();
        files["3F00DF005035"] = Fill(PrivateKeys(content), 119);
        files["3F00DF005037"] = Fill(Certificates(content), content.Applet == Applet.V18 ? 175 : 163);
    }

    private static byte[] Pointer(byte tag, string file) => Tlv(tag, Tlv(0x30, Tlv(0x04, Convert.FromHexString("3F00DF00" + file))));

    private static byte[] TokenInfo(CardContent content) => Tlv(
        0x30,
        [0x02, 0x01, 0x00],
        Tlv(0x04, content.ChipNumber.ToArray()),
        Tlv(0x80, Belpic),
        [0x03, 0x02, 0x04, 0x30],
        Tlv(0x9E, [0x01, 0x02, 0x00, 0x00]));

    // Basic PIN: local, initialised, needs padding; BCD, 4 to 12 digits stored in 8 bytes, padded with FF, reference 01.
    private static byte[] AuthenticationObjects() => Tlv(
        0x30,
        Tlv(0x30, Label("Basic PIN"), [0x03, 0x02, 0x06, 0xC0]),
        Tlv(0x30, Tlv(0x04, [0x01])),
        Tlv(
            0xA1,
            Tlv(
                0x30,
                [0x03, 0x02, 0x02, 0x0C],
                [0x0A, 0x01, 0x00],
                [0x02, 0x01, 0x04],
                [0x02, 0x01, 0x08],
                [0x80, 0x01, 0x01],
                [0x04, 0x01, 0xFF],
                Tlv(0x30, Tlv(0x04, [0x3F, 0x00])))));

    private static byte[] PrivateKeys(CardContent content)
    {
        var authentication = PrivateKey(content.Applet, "Authentication", 0x02, 0x82, [0x03, 0x02, 0x05, 0x20], []);
        var signature = PrivateKey(content.Applet, "Signature", 0x03, 0x83, [0x03, 0x03, 0x06, 0x00, 0x40], [0x02, 0x01, 0x01]);
        return content.Signature is null ? authentication : [.. authentication, .. signature];
    }

    private static byte[] PrivateKey(Applet applet, string label, byte id, byte reference, byte[] usage, byte[] userConsent) => Tlv(
        applet == Applet.V18 ? (byte)0xA0 : (byte)0x30,
        Tlv(0x30, Label(label), [0x03, 0x02, 0x06, 0xC0], Tlv(0x04, [0x01]), userConsent),
        Tlv(0x30, Tlv(0x04, [id]), usage, [0x03, 0x02, 0x03, 0xB8], [0x02, 0x02, 0x00, reference]),
        Tlv(0xA1, Tlv(
            0x30,
            Tlv(0x30, Tlv(0x04, [0x3F, 0x00, 0xDF, 0x00])),
            applet == Applet.V18 ? [0x02, 0x02, 0x01, 0x80] : [0x02, 0x02, 0x08, 0x00])));

    private static byte[] Certificates(CardContent content) =>
    [
        .. Certificate(content.Applet, "Authentication", 0x02, 0x38),
        .. content.Signature is null ? [] : Certificate(content.Applet, "Signature", 0x03, 0x39),
        .. Certificate(content.Applet, "CA", 0x04, 0x3A),
        .. Certificate(content.Applet, "Root", 0x06, 0x3B),
    ];

    // 1.7 flags its certificates private, 1.8 does not.
    private static byte[] Certificate(Applet applet, string label, byte id, byte file)
    {
        var authority = id >= 0x04;
        return Tlv(
            0x30,
            Tlv(0x30, Label(label), [0x03, 0x02, 0x06, applet == Applet.V17 ? (byte)0xC0 : (byte)0x40], Tlv(0x04, [0x01])),
            Tlv(0x30, Tlv(0x04, [id]), authority ? [0x01, 0x01, 0xFF] : []),
            Tlv(0xA1, Tlv(0x30, Tlv(0x30, Tlv(0x04, [0x3F, 0x00, 0xDF, 0x00, 0x50, file])))));
    }

    // The file keeps its size when a certificate is left out: the rest is zero.
    private static byte[] Fill(byte[] entries, int size) => [.. entries, .. new byte[size - entries.Length]];

    private static byte[] Label(string text) => Tlv(0x0C, Encoding.UTF8.GetBytes(text));

    private static byte[] Tlv(byte tag, params byte[][] parts)
    {
        byte[] value = [.. parts.SelectMany(p => p)];
        return [tag, (byte)value.Length, .. value];
    }
}
