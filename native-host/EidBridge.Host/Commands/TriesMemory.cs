using System.Globalization;

namespace EidBridge.Host.Commands;

/// <summary>
/// The PIN tries that cards had left after a wrong one, from request to request: holder's hash, tries and day, a card a line. Only a hint:
/// other programs use the same card, so it is asked itself before it is believed.
/// </summary>
/// <param name="file">Null where nothing may be written: it is remembered as long as the process lasts, as where the file cannot be written.</param>
internal sealed class TriesMemory(string? file, TimeProvider time)
{
    private const int MaxCards = 100;
    private const int MaxDays = 90;
    private const int MaxLength = 64 * 1024;
    private const int HashLength = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _ofThisProcess = new(StringComparer.Ordinal);

    /// <param name="holder"><see cref="CertificateFacts.Holder"/>.</param>
    /// <returns>Null when no wrong PIN is known of.</returns>
    public int? Recall(string holder)
    {
        lock (_gate)
        {
            return _ofThisProcess.TryGetValue(holder, out var left) ? left : Read().Find(entry => IsOf(entry, holder))?.TriesLeft;
        }
    }

    /// <summary>Whether the wrong PIN was typed in this process, which serves one request.</summary>
    public bool IsOfThisProcess(string holder)
    {
        lock (_gate)
        {
            return _ofThisProcess.ContainsKey(holder);
        }
    }

    public void Remember(string holder, int triesLeft)
    {
        lock (_gate)
        {
            _ofThisProcess[holder] = triesLeft;
            Change(entries =>
            {
                entries.RemoveAll(entry => IsOf(entry, holder));
                entries.Add(new Entry(holder, triesLeft, Today));
                entries.RemoveRange(0, Math.Max(0, entries.Count - MaxCards));
                return true;
            });
        }
    }

    /// <summary>The PIN was right, which puts the card's counter back.</summary>
    public void Forget(string holder)
    {
        lock (_gate)
        {
            _ofThisProcess.Remove(holder);
            Change(entries => entries.RemoveAll(entry => IsOf(entry, holder)) > 0);
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static bool IsOf(Entry entry, string holder) => string.Equals(entry.Holder, holder, StringComparison.Ordinal);

    private void Change(Func<List<Entry>, bool> change)
    {
        var entries = Read();
        if (file is not null && change(entries))
        {
            Write(file, entries);
        }
    }

    private List<Entry> Read()
    {
        try
        {
            var known = file is null ? null : new FileInfo(file);
            return known is not { Exists: true, Length: <= MaxLength } ? []
                : [.. File.ReadLines(known.FullName).Select(Entry.Parse).OfType<Entry>().Where(IsFresh).TakeLast(MaxCards)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private bool IsFresh(Entry entry) => Math.Abs(Today.DayNumber - entry.Day.DayNumber) <= MaxDays;

    private static void Write(string file, List<Entry> entries)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var beside = FormattableString.Invariant($"{file}.{Environment.ProcessId}");
            File.WriteAllLines(beside, entries.Select(entry => entry.ToLine()));
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next request will not warn of a last try: no reason to fail this one.
        }
    }

    private sealed record Entry(string Holder, int TriesLeft, DateOnly Day)
    {
        private const string Date = "yyyy-MM-dd";

        public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Holder} {TriesLeft} {Day.ToString(Date, CultureInfo.InvariantCulture)}");

        public static Entry? Parse(string line) =>
            line.Split(' ') is [{ Length: HashLength } holder, [>= '0' and <= '9'] tries, var day]
            && DateOnly.TryParseExact(day, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var known)
                ? new Entry(holder, tries[0] - '0', known)
                : null;
    }
}
