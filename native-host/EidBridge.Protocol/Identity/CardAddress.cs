namespace EidBridge.Protocol.Identity;

/// <summary>The address file 3F00 DF01 4033.</summary>
/// <param name="StreetAndNumber">As the register writes it.</param>
public sealed record CardAddress(string? StreetAndNumber, string? Zip, string? Municipality)
{
    /// <param name="file">The whole file, padding included.</param>
    /// <returns>Null when it is no address file. A file with nothing in it is an address that the register does not tell.</returns>
    public static CardAddress? Parse(ReadOnlySpan<byte> file) =>
        CardTags.Parse(file) is { } tags ? new CardAddress(tags.Text(0x01), tags.Text(0x02), tags.Text(0x03)) : null;

    /// <summary>Says nothing of where it is.</summary>
    public override string ToString() => nameof(CardAddress);
}
