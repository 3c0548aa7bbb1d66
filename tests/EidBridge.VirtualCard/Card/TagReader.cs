namespace EidBridge.VirtualCard.Card;

/// <summary>Cuts records out of an identity or address file, for READ RECORD.</summary>
internal static class TagReader
{
    /// <returns>The records from tag <paramref name="first"/> to tag <paramref name="last"/>, tag and length included.</returns>
    public static byte[] Between(byte[] file, byte first, byte last)
    {
        var found = new List<byte>();
        for (var i = 0; i + 1 < file.Length;)
        {
            var begin = i;
            var tag = file[i++];
            if (tag == 0 && begin > 0)
            {
                break;
            }

            var length = 0;
            while (file[i] == 0xFF)
            {
                length += 0xFF;
                i++;
            }

            length += file[i++];
            i += length;
            if (tag >= first && tag <= last)
            {
                found.AddRange(file[begin..i]);
            }
        }

        return [.. found];
    }
}
