using EidBridge.Card.Apdu;

namespace EidBridge.Card.Belgian;

/// <summary>Selects the card's files: by path in one command, by ids where a reader spoils that.</summary>
internal sealed class CardFiles(CardWire wire, TimeProvider time)
{
    private static readonly TimeSpan PauseAfterRefusedSelect = TimeSpan.FromMilliseconds(20);

    /// <returns>Whether the file is there.</returns>
    /// <exception cref="CardException"><see cref="CardFault.CardUnsupported"/>: not even its directory is.</exception>
    public bool Select(FileId file)
    {
        var status = wire.Send(new SelectByPath(0x3F, 0x00, 0xDF, file.Directory, file.High, file.Low));
        if (IsRefusedPath(status))
        {
            // Some readers make 1.7 cards refuse a path now and then: by ids, after a pause, it works.
            Pause();
            SelectByIds(file.Directory);
            status = wire.Send(new SelectById(file.High, file.Low));
        }

        return status switch
        {
            Sw.Ok => true,
            Sw.FileNotFound when HasDirectory(file.Directory) => false,
            _ => throw new CardException(CardFault.CardUnsupported, FormattableString.Invariant($"SELECT: {status:X4}")),
        };
    }

    /// <summary>Makes the directory of keys and certificates the current one.</summary>
    public void SelectKeyDirectory()
    {
        if (wire.Send(new SelectByPath(0x3F, 0x00, 0xDF, FileId.KeyDirectory)) != Sw.Ok)
        {
            Pause();
            SelectByIds(FileId.KeyDirectory);
        }
    }

    private static bool IsRefusedPath(ushort status) => status is Sw.WrongLength or Sw.WrongParameters;

    private bool HasDirectory(byte directory)
    {
        var status = wire.Send(new SelectByPath(0x3F, 0x00, 0xDF, directory));
        return (IsRefusedPath(status) ? SelectByIds(directory) : status) == Sw.Ok;
    }

    private ushort SelectByIds(byte directory)
    {
        wire.Send(new SelectById(0x3F, 0x00));
        return wire.Send(new SelectById(0xDF, directory));
    }

    private void Pause() => Task.Delay(PauseAfterRefusedSelect, time).GetAwaiter().GetResult();
}
