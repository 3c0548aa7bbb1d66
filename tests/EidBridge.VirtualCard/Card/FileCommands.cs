namespace EidBridge.VirtualCard.Card;

/// <summary>SELECT, READ BINARY and READ RECORD: free, no PIN.</summary>
internal sealed class FileCommands(FileSelector selector)
{
    public void Reset() => selector.Reset();

    public CardAnswer Select(CommandBody body, out bool appletSelected)
    {
        appletSelected = false;
        if (body.P2 is not (0x00 or 0x0C))
        {
            return StatusWord.WrongParameters;
        }

        switch (body.P1)
        {
            case 0x04:
                return selector.ByName(body.Data, out appletSelected);
            case 0x08:
                return body.Data.Length is 2 or 4 or 6 ? selector.ByPath(body.Data) : StatusWord.WrongDataLength;
            case 0x00 or 0x01 or 0x02:
                return body.Data.Length == 2 ? selector.ById(body.Data) : StatusWord.WrongDataLength;
            default:
                return StatusWord.WrongParameters;
        }
    }

    public CardAnswer ReadBinary(CommandBody body)
    {
        if (selector.Content is not { } content)
        {
            return StatusWord.NoFileSelected;
        }

        // Bit 8 of P1 would be a short file identifier: this card has none.
        if (body.P1 > 0x7F)
        {
            return StatusWord.WrongParameters;
        }

        var offset = (body.P1 << 8) | body.P2;
        var left = content.Length - offset;
        return left <= 0 ? StatusWord.OffsetOutside
            : body.Wanted > left ? (ushort)(StatusWord.ExactLength | left)
            : content[offset..(offset + body.Wanted)];
    }

    /// <summary>Records from tag P1 to tag P2 of the identity or the address file (applet 1.8).</summary>
    public CardAnswer ReadRecord(CommandBody body)
    {
        if (selector.File is not ("3F00DF014031" or "3F00DF014033"))
        {
            return StatusWord.WrongFile;
        }

        var records = TagReader.Between(selector.Content!, body.P1, body.P2);
        return records.Length == 0 ? StatusWord.RecordNotFound : records;
    }
}
