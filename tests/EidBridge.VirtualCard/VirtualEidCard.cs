using EidBridge.VirtualCard.Card;

namespace EidBridge.VirtualCard;

/// <summary>The card was pulled while it had a command.</summary>
public sealed class CardPulledException() : Exception("The card was pulled");

/// <summary>A Belgian eID card in software: T=0 commands in, answers with status words out. Not for two threads at once.</summary>
public sealed class VirtualEidCard
{
    private static readonly byte[] Atr17 = Convert.FromHexString("3B9813400AA503010101AD1311");
    private static readonly byte[] Atr18 = Convert.FromHexString("3B7F96000080318065B085040120120FFF829000");

    private readonly CardContent _content;
    private readonly CardOptions _options;
    private readonly PinCounter _pin;
    private readonly FileCommands _files;
    private readonly SecurityCommands _security;
    private readonly ResponseStore _store = new();
    private readonly List<CardLogEntry> _log = [];
    private int? _pullAt;

    public VirtualEidCard(CardContent content, CardOptions options)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        _content = content;
        _options = options with { Applet = content.Applet };
        _pullAt = options.PullAtApdu;
        _pin = new PinCounter(options.Pin, options.TriesLeft, options.LastTryAnswersBlocked);
        var selector = new FileSelector(content.Files, content.Applet, options.DirectoriesFromAnywhere);
        _security = new SecurityCommands(content, _pin, selector, options.SecurityEnvironmentAnywhere);
        _files = new FileCommands(selector);
    }

    public ReadOnlyMemory<byte> Atr => _content.Applet == Applet.V18 ? Atr18 : Atr17;

    public CardPerson Person => _content.Person;

    /// <summary>Every command since the card was made.</summary>
    public IReadOnlyList<CardLogEntry> Log => _log;

    public CardCount Count => CardCount.Of(_log);

    public int TriesLeft
    {
        get => _pin.TriesLeft;
        set => _pin.TriesLeft = value;
    }

    /// <summary>Called with each entry as it is written.</summary>
    public Action<CardLogEntry>? OnCommand { get; set; }

    /// <summary>The card is pulled instead of answering this command, counted from the next one, which is 1.</summary>
    public void PullAt(int command) => _pullAt = _log.Count + command;

    /// <summary>Power on, or a warm reset: the PIN is forgotten, the MF is selected.</summary>
    public void Reset()
    {
        _files.Reset();
        _security.Reset();
        _store.Drop();
    }

    /// <param name="command">CLA INS P1 P2 [P3 [data]]; a Le behind the data is dropped, as drivers do for T=0.</param>
    /// <returns>Data and status word.</returns>
    /// <exception cref="CardPulledException">This was the command at which the card is pulled.</exception>
    public byte[] Transmit(ReadOnlySpan<byte> command)
    {
        var answer = Answer(command);
        while (_options.FollowResponse && answer[^2] is 0x61 or 0x6C)
        {
            // After 61xx more data follows what came already; after 6Cxx the same command is sent again.
            answer = answer[^2] == 0x61
                ? [.. answer[..^2], .. Answer([0x00, 0xC0, 0x00, 0x00, answer[^1]])]
                : Answer([.. command[..4], answer[^1]]);
        }

        return answer;
    }

    private byte[] Answer(ReadOnlySpan<byte> command)
    {
        var name = CommandNames.Of(command);
        if (_log.Count + 1 == _pullAt)
        {
            Write(new CardLogEntry(name, command.Length, 0, 0, TimeSpan.Zero));
            throw new CardPulledException();
        }

        _security.CountCommand();
        var (data, status) = Execute(command);
        byte[] answer = [.. data, (byte)(status >> 8), (byte)status];
        var signs = name is "PSO" or "INTERNAL AUTHENTICATE" && status >> 8 == 0x61;
        Write(new CardLogEntry(name, command.Length, answer.Length, status, _options.Timing.CostOf(command.Length + answer.Length, signs)));
        return answer;
    }

    private void Write(CardLogEntry entry)
    {
        _log.Add(entry);
        OnCommand?.Invoke(entry);
    }

    private CardAnswer Execute(ReadOnlySpan<byte> command)
    {
        if (command.Length < 4)
        {
            return StatusWord.WrongLength;
        }

        var p3 = command.Length > 4 ? command[4] : (byte)0;
        var data = command.Length > 5 ? command[5..] : [];
        if (data.Length > 0 && data.Length != p3 && data.Length != p3 + 1)
        {
            return StatusWord.WrongLength;
        }

        if ((command[0], command[1]) == (0x00, 0xC0))
        {
            return _store.Take(p3);
        }

        _store.Drop();
        return Dispatch(command[0], command[1], new CommandBody(command[2], command[3], p3, data.Length > 0 ? data[..p3] : data));
    }

    private CardAnswer Dispatch(byte cla, byte ins, CommandBody body) => (cla, ins) switch
    {
        (0x00, 0xA4) => Select(body),
        (0x00, 0xB0) => _files.ReadBinary(body),
        (0x80, 0xB2) when _content.Applet == Applet.V18 => _store.Give(_files.ReadRecord(body)),
        (0x00, 0x20) => _security.Verify(body),
        (0x00, 0x24) => _security.Change(body),
        (0x00, 0x22) => _security.ChooseKey(body),
        (0x00, 0x2A) => _store.Give(_security.Sign(body)),
        (0x00, 0x88) when _content.Applet == Applet.V18 => _store.Give(_security.ProveChip(body)),
        (0x00, 0x84) => SecurityCommands.Challenge(body),
        (0x80, 0xE4) => CardData.Read(body, _content, _pin.TriesLeft),
        (0x80, 0xE6) => _security.LogOff(),
        (0x00 or 0x80, _) => StatusWord.InstructionUnknown,
        _ => StatusWord.ClassUnknown,
    };

    private CardAnswer Select(CommandBody body)
    {
        var status = _files.Select(body, out var appletSelected);
        if (appletSelected)
        {
            _security.Reset();
        }

        return status;
    }
}
