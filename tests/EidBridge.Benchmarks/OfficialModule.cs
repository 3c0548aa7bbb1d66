using System.Diagnostics;
using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>
/// A login as the official PKCS#11 module (eid-mw) makes it, command by command: counts and bytes are those that were measured of it, 27
/// commands, 227 bytes to the card on applet 1.8 (25 and 201 on 1.7). Files are read in blocks of 252 bytes to the end of their padding.
/// Its own pauses are left out.
/// </summary>
internal sealed class OfficialModule(Applet applet)
{
    private const int Block = 252;
    private const byte RestKnown = 0x6C;
    private const byte MoreToFetch = 0x61;
    private static readonly byte[] Applet17And18 = Convert.FromHexString("00A404000FA00000003029057000AD13100101FF");
    private static readonly byte[] LogOff = [0x80, 0xE6, 0x00, 0x00, 0x00];

    private static readonly byte[] Verify1234 = Convert.FromHexString("0020000108241234FFFFFFFFFF");

    public static int CommandsOf(Applet applet) => applet == Applet.V18 ? 27 : 25;

    public static int BytesOf(Applet applet) => applet == Applet.V18 ? 227 : 201;

    /// <returns>Milliseconds from the first command to the last answer.</returns>
    /// <exception cref="InvalidOperationException">The card refused something.</exception>
    public double LogIn()
    {
        using var context = new SystemPcsc().EstablishContext();
        var reader = context.GetStates(context.ListReaders()).First(state => (state.State & PcscCode.StatePresent) != 0).Name;
        using var card = context.Connect(reader, TimeSpan.FromSeconds(10));
        var begun = Stopwatch.GetTimestamp();
        FindCard(card);
        ReadCertificate(card);
        Sign(card);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private void FindCard(IPcscCard card)
    {
        Send(card, Applet17And18);
        Send(card, [0x80, 0xE4, 0x00, 0x00, 0x1C]);
        if (applet == Applet.V18)
        {
            Send(card, [0x80, 0xE4, 0x00, 0x01, 0x1F]);
        }
    }

    // The directory of certificates (5037), then the certificate (5038). SELECT AID left the card in the MF.
    private static void ReadCertificate(IPcscCard card)
    {
        Select(card, 0xDF, 0x00);
        Select(card, 0x50, 0x37);
        ReadFile(card);
        Select(card, 0x3F, 0x00);
        Select(card, 0xDF, 0x00);
        Select(card, 0x50, 0x38);
        ReadFile(card);
    }

    private void Sign(IPcscCard card)
    {
        // C_Login goes to where the PIN lives, C_Sign to where the key does.
        Select(card, 0x3F, 0x00);
        Send(card, Verify1234);
        Select(card, 0x3F, 0x00);
        Select(card, 0xDF, 0x00);
        var (algorithm, hash) = applet == Applet.V18 ? ((byte)0x02, new byte[48]) : ((byte)0x08, new byte[32]);
        Send(card, [0x00, 0x22, 0x41, 0xB6, 0x05, 0x04, 0x80, algorithm, 0x84, 0x82]);
        var announced = Send(card, [0x00, 0x2A, 0x9E, 0x9A, (byte)hash.Length, .. hash], MoreToFetch);
        Send(card, [0x00, 0xC0, 0x00, 0x00, announced[^1]]);
        Send(card, LogOff);
    }

    private static void Select(IPcscCard card, byte high, byte low) => Send(card, [0x00, 0xA4, 0x02, 0x0C, 0x02, high, low]);

    private static void ReadFile(IPcscCard card)
    {
        for (var offset = 0; ; offset += Block)
        {
            var answer = card.Transmit([0x00, 0xB0, (byte)(offset >> 8), (byte)offset, Block]);
            if (answer[^2] == RestKnown)
            {
                Send(card, [0x00, 0xB0, (byte)(offset >> 8), (byte)offset, answer[^1]]);
                return;
            }

            Require(answer, 0x90);
        }
    }

    private static byte[] Send(IPcscCard card, byte[] command, byte status = 0x90)
    {
        var answer = card.Transmit(command);
        Require(answer, status);
        return answer;
    }

    private static void Require(byte[] answer, byte status)
    {
        if (answer[^2] != status)
        {
            throw new InvalidOperationException($"the card answered {Convert.ToHexString(answer.AsSpan(answer.Length - 2))}");
        }
    }
}
