using System.Security.Cryptography;
using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Apdu;

/// <summary>
/// Carries commands to the card and follows 61xx (fetch) and 6Cxx (ask again with this length), which some readers follow
/// by themselves. Command bytes are overwritten after use.
/// </summary>
internal sealed class CardWire(IPcscCard card)
{
    // One certificate block, or one signature, takes two rounds at most; anything longer is a card that plays with us.
    private const int MaxRounds = 4;

    public TResult Send<TResult>(ICardCommand<TResult> command)
    {
        var apdu = command.ToApdu();
        try
        {
            return command.Interpret(Follow(apdu.Bytes));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(apdu.Bytes);
        }
    }

    private ResponseApdu Follow(ReadOnlySpan<byte> command)
    {
        var response = ResponseApdu.Parse(card.Transmit(command));
        var fetched = response.Data;
        for (var round = 0; round < MaxRounds; round++)
        {
            var length = (byte)response.StatusWord;
            switch (response.StatusWord >> 8)
            {
                case 0x61:
                    response = ResponseApdu.Parse(card.Transmit([0x00, 0xC0, 0x00, 0x00, length]));
                    fetched = Join(fetched, response.Data);
                    break;
                case 0x6C when command.Length == 5 && response.Data.IsEmpty:
                    response = ResponseApdu.Parse(card.Transmit([.. command[..4], length]));
                    response = response with { IsRest = response.Data.Length == length };
                    fetched = response.Data;
                    break;
                default:
                    return response with { Data = fetched };
            }
        }

        throw new CardException(CardFault.CardError, "the card keeps announcing more data");
    }

    private static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) =>
        first.IsEmpty ? second : (byte[])[.. first.Span, .. second.Span];
}
