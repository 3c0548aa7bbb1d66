namespace EidBridge.Card.Pkcs11;

/// <summary>
/// The readers of PC/SC, and beside them an entry for each token of the modules of the configuration: one for each module until it was
/// asked. A module is asked only when an entry is connected, in a process of its own; whether that is worth it again is told by the
/// readers of PC/SC, whose changes are events.
/// </summary>
/// <param name="program">The program that knows <c>pkcs11-worker</c>.</param>
/// <param name="modules">Absolute paths.</param>
public sealed class ModuleReaders(ICardReaders readers, string program, IReadOnlyList<string> modules) : ICardReaders
{
    private const int MaxTokens = 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _tokens = modules.Distinct(StringComparer.Ordinal).ToDictionary(module => module, _ => 1, StringComparer.Ordinal);
    private CancellationTokenSource? _wait;

    public IReadOnlyList<CardReader> List() => WithModules(OfService(readers.List));

    public IReadOnlyList<CardReader> WaitForChange(IReadOnlyList<CardReader> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        var others = known.Where(reader => ModuleOf(reader) is null).ToList();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!BeginWait(wait, known.Count - others.Count))
        {
            return WithModules(others);
        }

        try
        {
            return WithModules(OfService(() => readers.WaitForChange(others, wait.Token), wait.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WithModules(others);
        }
        finally
        {
            EndWait();
        }
    }

    public IEidCard Connect(CardReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ModuleOf(reader) is { } entry
            ? new TokenCard(() => WorkerProcess.Start(program, entry.Module), entry.Index, count => Counted(entry.Module, count))
            : readers.Connect(reader);
    }

    public void Dispose() => readers.Dispose();

    // Two modules with one file name are told apart by their folders.
    private string NameOf(string module, int index)
    {
        var isTheOnly = _tokens.Keys.Count(other => Path.GetFileName(other) == Path.GetFileName(module)) == 1;
        var number = index == 0 ? string.Empty : FormattableString.Invariant($" ({index + 1})");
        return $"PKCS#11: {(isTheOnly ? Path.GetFileName(module) : module)}{number}";
    }

    private List<(string Name, string Module, int Index)> Entries()
    {
        lock (_gate)
        {
            return [.. _tokens.SelectMany(token => Enumerable.Range(0, token.Value).Select(index => (NameOf(token.Key, index), token.Key, index)))];
        }
    }

    private (string Module, int Index)? ModuleOf(CardReader reader) =>
        Entries().Find(entry => string.Equals(entry.Name, reader.Name, StringComparison.Ordinal)) is (_, { } module, var index)
            ? (module, index)
            : null;

    /// <returns>False when there is a change already.</returns>
    private bool BeginWait(CancellationTokenSource wait, int known)
    {
        lock (_gate)
        {
            _wait = wait;
            return _tokens.Values.Sum() == known;
        }
    }

    private void EndWait()
    {
        lock (_gate)
        {
            _wait = null;
        }
    }

    // A token more is a change, though no event of PC/SC tells of it.
    private void Counted(string module, int tokens)
    {
        lock (_gate)
        {
            if (tokens > _tokens[module] && _tokens[module] < MaxTokens)
            {
                _tokens[module] = Math.Min(tokens, MaxTokens);
                _wait?.Cancel();
            }
        }
    }

    // A token need not be in a reader of PC/SC: without that service its readers are none.
    private static IReadOnlyList<CardReader> OfService(Func<IReadOnlyList<CardReader>> look, CancellationToken cancellationToken = default)
    {
        try
        {
            return look();
        }
        catch (CardException e) when (e.Fault is CardFault.ServiceUnavailable or CardFault.AccessDenied)
        {
            cancellationToken.WaitHandle.WaitOne(cancellationToken.CanBeCanceled ? Timeout.Infinite : 0);
            cancellationToken.ThrowIfCancellationRequested();
            return [];
        }
    }

    private List<CardReader> WithModules(IReadOnlyList<CardReader> others)
    {
        var changes = (uint)others.Sum(reader => reader.Insertion + 1L);
        return [.. others, .. Entries().Select(entry => new CardReader(entry.Name, CardPresence.Present, changes) { IsModule = true })];
    }
}
