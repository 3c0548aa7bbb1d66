namespace EidBridge.VirtualCard.Card;

/// <summary>The PIN, its tries, and whether it was given.</summary>
internal sealed class PinCounter(string digits, int triesLeft, bool lastTryAnswersBlocked)
{
    private const int MaxTries = 3;
    private byte[] _block = BlockOf(digits);

    public int TriesLeft { get; set; } = triesLeft;

    public bool IsVerified { get; private set; }

    /// <summary>VERIFY without data.</summary>
    public ushort Status => IsVerified ? StatusWord.Ok : TriesLeft == 0 ? StatusWord.Blocked : (ushort)(StatusWord.TriesLeft | TriesLeft);

    public ushort Verify(ReadOnlySpan<byte> block)
    {
        IsVerified = false;
        if (TriesLeft == 0)
        {
            return StatusWord.Blocked;
        }

        if (block.SequenceEqual(_block))
        {
            TriesLeft = MaxTries;
            IsVerified = true;
            return StatusWord.Ok;
        }

        TriesLeft--;
        return TriesLeft == 0 && lastTryAnswersBlocked ? StatusWord.Blocked : (ushort)(StatusWord.TriesLeft | TriesLeft);
    }

    public ushort Change(ReadOnlySpan<byte> oldBlock, ReadOnlySpan<byte> newBlock)
    {
        var status = Verify(oldBlock);
        if (status != StatusWord.Ok)
        {
            return status;
        }

        if (!IsBlock(newBlock))
        {
            return StatusWord.WrongData;
        }

        _block = newBlock.ToArray();
        return StatusWord.Ok;
    }

    public void Forget() => IsVerified = false;

    private static byte[] BlockOf(string digits) =>
        Convert.FromHexString(FormattableString.Invariant($"2{digits.Length:X}{digits}").PadRight(16, 'F'));

    private static bool IsBlock(ReadOnlySpan<byte> block)
    {
        var text = Convert.ToHexString(block);
        var length = block[0] & 0x0F;
        return block[0] >> 4 == 2 && length is >= 4 and <= 12
            && text[2..(2 + length)].All(char.IsAsciiDigit) && text[(2 + length)..].All(c => c == 'F');
    }
}
