namespace EidBridge.Card.Pkcs11;

/// <summary>
/// The readers of PC/SC, and beside them one entry for each module of the configuration. A module is asked only when its entry is
/// connected, in a process of its own; whether that is worth it again is told by the readers of PC/SC, whose changes are events.
/// </summary>
/// <param name="program">The program that knows <c>pkcs11-worker</c>.</param>
/// <param name="modules">Absolute paths.</param>
public sealed class ModuleReaders(ICardReaders readers, string program, IReadOnlyList<string> modules) : ICardReaders
{
    private readonly Dictionary<string, string> _modules = modules.Distinct(StringComparer.Ordinal)
        .ToDictionary(module => NameAmong(modules, module), StringComparer.Ordinal);

    public IReadOnlyList<CardReader> List() => WithModules(OfService(readers.List));

    public IReadOnlyList<CardReader> WaitForChange(IReadOnlyList<CardReader> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        var others = known.Where(reader => ModuleOf(reader) is null).ToList();
        return WithModules(OfService(() => readers.WaitForChange(others, cancellationToken), cancellationToken));
    }

    public IEidCard Connect(CardReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ModuleOf(reader) is { } module ? new TokenCard(() => WorkerProcess.Start(program, module)) : readers.Connect(reader);
    }

    public void Dispose() => readers.Dispose();

    // Two modules with one file name are told apart by their folders.
    private static string NameAmong(IReadOnlyList<string> modules, string module)
    {
        var name = Path.GetFileName(module);
        var isTheOnly = modules.Where(other => Path.GetFileName(other) == name).Distinct(StringComparer.Ordinal).Count() == 1;
        return $"PKCS#11: {(isTheOnly ? name : module)}";
    }

    private string? ModuleOf(CardReader reader) => _modules.GetValueOrDefault(reader.Name);

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
        return [.. others, .. _modules.Keys.Select(name => new CardReader(name, CardPresence.Present, changes))];
    }
}
