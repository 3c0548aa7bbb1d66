namespace EidBridge.VirtualCard.Card;

/// <summary>GET CARD DATA: chip serial, component, operating system, applet version, life cycle. 1.8 can add the tries left.</summary>
internal static class CardData
{
    public static CardAnswer Read(CommandBody body, CardContent content, int triesLeft)
    {
        var is18 = content.Applet == Applet.V18;
        if (body.P1 != 0 || body.P2 > (is18 ? 1 : 0))
        {
            return StatusWord.WrongParameters;
        }

        byte[] data = [.. content.ChipNumber.Span, .. is18 ? Versions18 : Versions17, .. body.P2 == 1 ? (byte[])[(byte)triesLeft, 0x03, 0x03] : []];
        return body.Wanted == data.Length ? data : (ushort)(StatusWord.ExactLength | data.Length);
    }

    // Component and operating system are assumed; then applet (byte 21), global OS (22-23), interface, PKCS#1, key exchange, personalised.
    private static ReadOnlySpan<byte> Versions18 => [0xA5, 0x03, 0x01, 0x01, 0x01, 0x18, 0x00, 0x01, 0x01, 0x00, 0x01, 0x0F];

    private static ReadOnlySpan<byte> Versions17 => [0xA5, 0x03, 0x01, 0x01, 0x01, 0x17, 0x00, 0x03, 0x01, 0x21, 0x01, 0x0F];
}
