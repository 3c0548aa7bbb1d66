using EidBridge.Card;

namespace EidBridge.Host.Tests.Commands;

/// <summary>Readers in memory. Cards are put in and taken out by the test; every use of a card is written down.</summary>
internal sealed class FakeCardReaders : ICardReaders
{
    private readonly Lock _lock = new();
    private readonly List<(CardReader Reader, FakeCard? Card)> _readers = [];
    private TaskCompletionSource _changed = new();
    private uint _insertion;

    /// <summary>When set, listing the readers fails with it.</summary>
    public CardFault? ListFault { get; set; }

    /// <summary>Called whenever the host begins to wait for a change.</summary>
    public Action OnWait { get; set; } = () => { };

    /// <summary>Called on the thread that reads a card, and may hold it.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>Called on the thread that signs, with the token that the host gave.</summary>
    public Action<CancellationToken> OnSign { get; set; } = _ => { };

    public Action OnList { get; set; } = () => { };

    public List<string> Uses { get; } = [];

    public int Open { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Plug(string name) => Change(() => _readers.Add((new CardReader(name, CardPresence.Empty, _insertion), null)));

    /// <summary>As a PKCS#11 module has it: there before anybody knows whether a token is.</summary>
    public void PlugModule(string name, FakeCard card) =>
        Change(() => _readers.Add((new CardReader(name, CardPresence.Present, _insertion) { IsModule = true }, card)));

    public void Unplug(string name) => Change(() => _readers.RemoveAll(r => r.Reader.Name == name));

    public void Insert(string name, FakeCard card) => Set(name, CardPresence.Present, card);

    public void InsertMute(string name) => Set(name, CardPresence.Mute, null);

    public void Remove(string name) => Set(name, CardPresence.Empty, null);

    public IReadOnlyList<CardReader> List()
    {
        OnList();
        return Look();
    }

    private IReadOnlyList<CardReader> Look()
    {
        lock (_lock)
        {
            return ListFault is { } fault ? throw new CardException(fault, "scripted") : [.. _readers.Select(r => r.Reader)];
        }
    }

    public IReadOnlyList<CardReader> WaitForChange(IReadOnlyList<CardReader> known, CancellationToken cancellationToken)
    {
        OnWait();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!_readers.Select(r => r.Reader).SequenceEqual(known))
                {
                    return Look();
                }

                changed = _changed.Task;
            }

            changed.Wait(cancellationToken);
        }
    }

    public IEidCard Connect(CardReader reader)
    {
        lock (_lock)
        {
            var card = _readers.FirstOrDefault(r => r.Reader == reader).Card ?? throw new CardException(CardFault.CardRemoved, "scripted");
            Open++;
            return new Connection(this, card, reader);
        }
    }

    public void Dispose() => IsDisposed = true;

    private void Set(string name, CardPresence presence, FakeCard? card) => Change(() =>
    {
        var index = _readers.FindIndex(r => r.Reader.Name == name);
        _readers[index] = (new CardReader(name, presence, _insertion), card);
    });

    private void Change(Action change)
    {
        lock (_lock)
        {
            _insertion++;
            change();
            var before = _changed;
            _changed = new TaskCompletionSource();
            before.SetResult();
        }
    }

    private sealed class Connection(FakeCardReaders owner, FakeCard card, CardReader reader) : IEidCard
    {
        private int _users;

        public byte[] ReadCertificate(CardCertificate certificate) => Use(NameOf(certificate), () =>
        {
            owner.OnRead(reader.Name);
            return card.Read(certificate);
        });

        public byte[] ReadFile(CardFile file) => Use($"read-{file}", () =>
        {
            owner.OnRead(reader.Name);
            return card.Read(file);
        });

        private static string NameOf(CardCertificate certificate) => certificate switch
        {
            CardCertificate.Authentication => "read",
            CardCertificate.IssuingAuthority => "read-issuer",
            CardCertificate.Register => "read-register",
            _ => "read-signing",
        };

        public CardFacts ReadFacts() => Use("facts", card.ReadFacts);

        public TokenPin? TokenPin => card.TokenPin;

        public bool HasPinPad => card.HasPinPad;

        public SigningResult SignWithPinPad(CardKey key, HashToSign hash, string language, CancellationToken cancellationToken) => Use("sign-on-keypad", () =>
        {
            owner.OnSign(cancellationToken);
            return card.Sign(hash);
        });

        public SigningResult Sign(CardKey key, Pin pin, HashToSign hash, CancellationToken cancellationToken) => Use(key == CardKey.Signing ? "sign-document" : "sign", () =>
        {
            owner.OnSign(cancellationToken);
            return card.Sign(hash);
        });

        /// <summary>As pcsc-lite does: only when the command on its way has ended.</summary>
        public void Dispose()
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref _users) == 0);
            lock (owner._lock)
            {
                owner.Open--;
            }
        }

        private T Use<T>(string what, Func<T> use)
        {
            Assert.AreEqual(1, Interlocked.Increment(ref _users), "two threads at one card");
            try
            {
                lock (owner._lock)
                {
                    owner.Uses.Add($"{what} {reader.Name}");
                    if (!owner._readers.Exists(r => r.Reader == reader))
                    {
                        var gone = !owner._readers.Exists(r => r.Reader.Name == reader.Name);
                        throw new CardException(gone ? CardFault.ReaderGone : CardFault.CardRemoved, "scripted");
                    }
                }

                return use();
            }
            finally
            {
                Interlocked.Decrement(ref _users);
            }
        }
    }
}
