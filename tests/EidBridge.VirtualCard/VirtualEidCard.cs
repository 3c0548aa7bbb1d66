using System.Buffers.Binary;
using System.Security.Cryptography;
using EidBridge.VirtualCard.Card;

namespace EidBridge.VirtualCard;

/// <summary>The card was pulled while it had a command.</summary>
public sealed class CardPulledException() : Exception("The card was pulled");

/// <summary>A Belgian eID card in software: T=0 commands in, answers with status words out. Not for two threads at once.</summary>
public sealed class VirtualEidCard
{
    private static readonly byte[] Atr17 = Convert.FromHexString("3B9813400AA503010101AD1311");
    private static readonly byte[] Atr18 = Convert.FromHexString("3B7F96000080318065B0850401" + "20120FFF829000");

    private readonly CardContent _content;
    private readonly CardOptions _options;
    private readonly IReadOnlyDictionary<string, byte[]> _files;
    private readonly FileSelector _selector;
    private readonly PinCounter _pin;
    private readonly KeyRing _keys;
    private readonly List<CardLogEntry> _log = [];
    private byte[] _waiting = [];
    private int _commandsSinceVerify = int.MaxValue;

    public VirtualEidCard(CardContent content, CardOptions options)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        _content = content;
        _options = options with { Applet = content.Applet };
        _files = content.BuildFiles();
        _selector = new FileSelector(_files, options.DirectoriesFromAnywhere);
        _pin = new PinCounter(options.Pin, options.TriesLeft, options.LastTryAnswersBlocked);
        _keys = new KeyRing(content);
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

    /// <summary>Power on, or a warm reset: the PIN is forgotten, the MF is selected.</summary>
    public void Reset()
    {
        _selector.Reset();
        _pin.Forget();
        _keys.Reset();
        _waiting = [];
    }

    /// <param name="command">CLA INS P1 P2 [P3 [data]].</param>
    /// <returns>Data and status word.</returns>
    /// <exception cref="CardPulledException">This was the command at which the card is pulled.</exception>
    public byte[] Transmit(ReadOnlySpan<byte> command)
    {
        var answer = Answer(command);
        while (_options.FollowResponse && answer[^2] is 0x61 or 0x6C)
        {
            byte[] next = answer[^2] == 0x61 ? [0x00, 0xC0, 0x00, 0x00, answer[^1]] : [.. command[..4], answer[^1]];
            answer = Answer(next);
        }

        return answer;
    }

    private byte[] Answer(ReadOnlySpan<byte> command)
    {
        var name = NameOf(command);
        if (_log.Count + 1 == _options.PullAtApdu)
        {
            Write(new CardLogEntry(name, command.Length, 0, 0, TimeSpan.Zero));
            throw new CardPulledException();
        }

        _commandsSinceVerify = _commandsSinceVerify == int.MaxValue ? int.MaxValue : _commandsSinceVerify + 1;
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

    private (byte[] Data, ushort Status) Execute(ReadOnlySpan<byte> command)
    {
        if (command.Length < 4)
        {
            return ([], StatusWord.WrongLength);
        }

        var p3 = command.Length > 4 ? command[4] : 0;
        var data = command.Length > 5 ? command[5..] : [];
        if (data.Length > 0 && data.Length != p3)
        {
            return ([], StatusWord.WrongLength);
        }

        return (command[0], command[1]) switch
        {
            (0x00, 0xA4) => ([], Select(command[2], command[3], data)),
            (0x00, 0xB0) => ReadBinary((command[2] << 8) | command[3], p3),
            (0x00, 0x20) => ([], Verify(command[2], command[3], data)),
            (0x00, 0x24) => ([], Change(command[2], command[3], data)),
            (0x00, 0x22) => ([], ChooseKey(command[2], command[3], data)),
            (0x00, 0x2A) => Sign(command[2], command[3], data),
            (0x00, 0xC0) => GetResponse(p3),
            (0x00, 0x84) => (RandomNumberGenerator.GetBytes(p3), StatusWord.Ok),
            (0x00, 0x88) => ProveChip(command[2], command[3], data),
            (0x80, 0xE4) => GetCardData(command[3], p3),
            (0x80, 0xE6) => LogOff(),
            (0x80, 0xB2) when _content.Applet == Applet.V18 => ReadRecord(command[2], command[3]),
            (0x00 or 0x80, _) => ([], StatusWord.InstructionUnknown),
            _ => ([], StatusWord.ClassUnknown),
        };
    }

    private ushort Select(byte p1, byte p2, ReadOnlySpan<byte> data)
    {
        if (p2 is not (0x00 or 0x0C))
        {
            return StatusWord.WrongParameters;
        }

        switch (p1)
        {
            case 0x04:
                var status = _selector.ByName(data, out var appletSelected);
                if (appletSelected)
                {
                    _pin.Forget();
                    _keys.Reset();
                }

                return status;
            case 0x08 when data.Length is > 0 && data.Length % 2 == 0:
                return _selector.ByPath(data);
            case 0x02 or 0x00 or 0x01 when data.Length == 2:
                return _selector.ById(data);
            default:
                return StatusWord.WrongParameters;
        }
    }

    private (byte[] Data, ushort Status) ReadBinary(int offset, int le)
    {
        if (_selector.Content is not { } content)
        {
            return ([], StatusWord.NoFileSelected);
        }

        if (offset > 0x7FFF)
        {
            return ([], StatusWord.WrongParameters);
        }

        if (offset >= content.Length)
        {
            return ([], StatusWord.OffsetOutside);
        }

        var wanted = le == 0 ? 256 : le;
        var left = content.Length - offset;
        return wanted > left ? ([], (ushort)(StatusWord.ExactLength | left)) : (content[offset..(offset + wanted)], StatusWord.Ok);
    }

    private (byte[] Data, ushort Status) ReadRecord(byte first, byte last)
    {
        if (_selector.File is not ("3F00DF014031" or "3F00DF014033"))
        {
            return ([], StatusWord.WrongFile);
        }

        var records = TagReader.Between(_selector.Content!, first, last);
        return records.Length == 0 ? ([], StatusWord.RecordNotFound) : Give(records);
    }

    private ushort Verify(byte p1, byte p2, ReadOnlySpan<byte> block)
    {
        if (p1 != 0 || p2 != 1)
        {
            return StatusWord.WrongParameters;
        }

        if (block.Length == 0)
        {
            return _pin.Status;
        }

        if (block.Length != 8)
        {
            return StatusWord.WrongLength;
        }

        _commandsSinceVerify = 0;
        return _pin.Verify(block);
    }

    private ushort Change(byte p1, byte p2, ReadOnlySpan<byte> data) =>
        p1 != 0 || p2 != 1 ? StatusWord.WrongParameters
        : data.Length != 16 ? StatusWord.WrongLength
        : _pin.Change(data[..8], data[8..]);

    private ushort ChooseKey(byte p1, byte p2, ReadOnlySpan<byte> data)
    {
        if (p1 != 0x41 || p2 != 0xB6)
        {
            return StatusWord.WrongParameters;
        }

        return _selector.Directory == "3F00DF00" || _options.SecurityEnvironmentAnywhere ? _keys.Choose(data) : StatusWord.KeyNotFound;
    }

    private (byte[] Data, ushort Status) Sign(byte p1, byte p2, ReadOnlySpan<byte> hash)
    {
        if (p1 != 0x9E || p2 != 0x9A)
        {
            return ([], StatusWord.WrongParameters);
        }

        if (_keys.Chosen == 0)
        {
            return ([], StatusWord.ConditionsNotMet);
        }

        // 83h: VERIFY right before PSO on 1.7, one command between tolerated on 1.8, and one VERIFY gives one signature.
        var fresh = _commandsSinceVerify <= (_content.Applet == Applet.V18 ? 2 : 1);
        if (!_pin.IsVerified || (_keys.Chosen == KeyRing.NonRepudiation && !fresh))
        {
            return ([], StatusWord.PinNeeded);
        }

        if (_keys.Sign(hash) is not { } signature)
        {
            return ([], StatusWord.WrongLength);
        }

        if (_keys.Chosen == KeyRing.NonRepudiation)
        {
            _pin.Forget();
        }

        return Give(signature);
    }

    private (byte[] Data, ushort Status) ProveChip(byte p1, byte p2, ReadOnlySpan<byte> data)
    {
        if (p1 != 0x02 || p2 != 0x81 || data.Length != 50 || _keys.ProveChip(data[2..]) is not { } proof)
        {
            return ([], StatusWord.WrongData);
        }

        return Give(proof);
    }

    // T=0: data in both directions is announced by 61xx and fetched by GET RESPONSE (ISO 7816-3).
    private (byte[] Data, ushort Status) Give(byte[] data)
    {
        _waiting = data;
        return ([], (ushort)(StatusWord.MoreData | (data.Length > 255 ? 0 : data.Length)));
    }

    private (byte[] Data, ushort Status) GetResponse(int le)
    {
        var wanted = le == 0 ? 256 : le;
        if (_waiting.Length == 0)
        {
            return ([], StatusWord.ConditionsNotMet);
        }

        if (wanted > _waiting.Length)
        {
            return ([], (ushort)(StatusWord.ExactLength | _waiting.Length));
        }

        var given = _waiting[..wanted];
        _waiting = _waiting[wanted..];
        return _waiting.Length == 0 ? (given, StatusWord.Ok) : (given, (ushort)(StatusWord.MoreData | Math.Min(_waiting.Length, 255)));
    }

    private (byte[] Data, ushort Status) GetCardData(byte p2, int le)
    {
        if (p2 > (_content.Applet == Applet.V18 ? 1 : 0))
        {
            return ([], StatusWord.WrongParameters);
        }

        var v18 = _content.Applet == Applet.V18;
        byte[] data =
        [
            .. _content.ChipNumber.Span, 0xA5, 0x03, 0x01, 0x01, 0x01, v18 ? (byte)0x18 : (byte)0x17, 0x00, v18 ? (byte)0x01 : (byte)0x03,
            0x01, v18 ? (byte)0x00 : (byte)0x21, 0x01, 0x0F, .. p2 == 1 ? (byte[])[(byte)_pin.TriesLeft, 0x03, 0x03] : [],
        ];
        return le == data.Length ? (data, StatusWord.Ok) : ([], (ushort)(StatusWord.ExactLength | data.Length));
    }

    private (byte[] Data, ushort Status) LogOff()
    {
        _pin.Forget();
        return ([], StatusWord.Ok);
    }

    private static string NameOf(ReadOnlySpan<byte> command) => command.Length < 2 ? "?" : BinaryPrimitives.ReadUInt16BigEndian(command) switch
    {
        0x00A4 => "SELECT",
        0x00B0 => "READ BINARY",
        0x0020 => command.Length > 5 ? "VERIFY" : "VERIFY STATUS",
        0x0024 => "CHANGE PIN",
        0x0022 => "MSE SET",
        0x002A => "PSO",
        0x00C0 => "GET RESPONSE",
        0x0084 => "GET CHALLENGE",
        0x0088 => "INTERNAL AUTHENTICATE",
        0x80E4 => "GET CARD DATA",
        0x80E6 => "LOG OFF",
        0x80B2 => "READ RECORD",
        var other => FormattableString.Invariant($"{other:X4}"),
    };
}
