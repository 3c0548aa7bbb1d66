namespace EidBridge.Card.Belgian;

/// <summary>A file below 3F00 (card manual).</summary>
/// <param name="Directory">Second byte of the directory: DF00 or DF01.</param>
internal sealed record FileId(byte Directory, byte High, byte Low)
{
    public const byte KeyDirectory = 0x00;
    public const byte IdentityDirectory = 0x01;

    public static FileId Of(CardCertificate certificate) => new(KeyDirectory, 0x50, certificate switch
    {
        CardCertificate.Authentication => 0x38,
        CardCertificate.Signing => 0x39,
        CardCertificate.IssuingAuthority => 0x3A,
        CardCertificate.Root => 0x3B,
        CardCertificate.Register => 0x3C,
    });

    public static FileId Of(CardFile file) => new(IdentityDirectory, 0x40, file switch
    {
        CardFile.Identity => 0x31,
        CardFile.IdentitySignature => 0x32,
        CardFile.Address => 0x33,
        CardFile.AddressSignature => 0x34,
        CardFile.Photo => 0x35,
    });
}
