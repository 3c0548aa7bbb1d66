namespace EidBridge.Card.Pkcs11;

/// <summary>A certificate on a token, and where its key is.</summary>
/// <param name="Token">Label of the token.</param>
/// <param name="Der">The certificate.</param>
/// <param name="Label">CKA_LABEL: keys are matched by it first, then by <paramref name="Id"/>.</param>
/// <param name="Id">CKA_ID.</param>
/// <param name="AsksItself">The token has a protected authentication path: a keypad, or a window of its own.</param>
/// <param name="Pin">What the token says of its PIN.</param>
internal sealed record TokenCertificate(ulong Slot, string Token, byte[] Der, string Label, byte[] Id, bool AsksItself, TokenPin Pin)
{
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Slot);
        writer.Write(Token);
        writer.WriteBytes(Der);
        writer.Write(Label);
        writer.WriteBytes(Id);
        writer.Write(AsksItself);
        writer.Write((byte)Pin);
    }

    public static TokenCertificate ReadFrom(BinaryReader reader) => new(
        reader.ReadUInt64(), reader.ReadString(), WorkerMessage.ReadBytes(reader), reader.ReadString(), WorkerMessage.ReadBytes(reader), reader.ReadBoolean(),
        (TokenPin)reader.ReadByte());

    public override string ToString() => nameof(TokenCertificate);
}
