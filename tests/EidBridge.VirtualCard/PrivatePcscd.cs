using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EidBridge.VirtualCard;

/// <summary>
/// A pcscd of one's own with a virtual reader, in mount and network namespaces so that it meets no other: its driver listens
/// on a loopback that nothing else reaches. Needs root. Clients outside find it through <c>PCSCLITE_CSOCK_NAME</c>.
/// </summary>
public sealed class PrivatePcscd : IAsyncDisposable
{
    private const int Port = 35963;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    // The shell watches its input: when whoever started this has gone, even by a kill, pcscd ends too.
    private const string Script = """
        mount --make-rprivate / && mount --bind "$0/run" /run/pcscd && ip link set lo up || exit 1
        exec 3<&0
        pcscd --foreground --config "$0/conf" --error & pcscd=$!
        echo $pcscd > "$0/pid"
        (while read -r _ <&3; do :; done; kill $pcscd) & watch=$!
        wait $pcscd; status=$?
        kill $watch; exit $status
        """;

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly List<InsertedCard> _cards = [];
    private bool _disposed;

    private PrivatePcscd(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Value for <c>PCSCLITE_CSOCK_NAME</c>.</summary>
    public string SocketPath => Path.Combine(_folder.FullName, "run", "pcscd.comm");

    /// <summary>What pcscd said so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <exception cref="InvalidOperationException">pcscd did not start; the message holds what it said. Root is needed.</exception>
    public static async Task<PrivatePcscd> StartAsync(CancellationToken cancellationToken = default)
    {
        var folder = Directory.CreateTempSubdirectory("pcscd-");
        folder.CreateSubdirectory("run");
        var conf = folder.CreateSubdirectory("conf");
        await File.WriteAllTextAsync(
            Path.Combine(conf.FullName, "vpcd"),
            $"""
            FRIENDLYNAME "Virtual PCD"
            DEVICENAME   /dev/null:{Port.ToString(CultureInfo.InvariantCulture)}
            LIBPATH      /usr/lib/pcsc/drivers/serial/libifdvpcd.so
            CHANNELID    0x{Port.ToString("X", CultureInfo.InvariantCulture)}

            """,
            cancellationToken);

        var start = new ProcessStartInfo("unshare", ["-m", "-n", "sh", "-c", Script, folder.FullName])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Directory.CreateDirectory("/run/pcscd");
        var pcscd = new PrivatePcscd(folder, Process.Start(start)!);
        try
        {
            await pcscd.WaitForSocketAsync(cancellationToken);
            return pcscd;
        }
        catch
        {
            await pcscd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a person's card into a slot (0 or 1) of the reader; returns when the reader has it.</summary>
    /// <param name="pki">Folder of the PKI; made on first use.</param>
    /// <param name="person">Short name of <see cref="CardPersons"/>.</param>
    public async Task<InsertedCard> InsertAsync(
        string pki, string person, CardOptions options, int slot = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var card = await InsertedCard.StartAsync(_process.Id, Port + slot, pki, person, options, cancellationToken);
        _cards.Add(card);
        return card;
    }

    /// <summary>Lets pcscd hang: it takes connections and answers nothing, until <see cref="ResumeAsync"/>.</summary>
    public Task SuspendAsync(CancellationToken cancellationToken = default) => SignalAsync("STOP", cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken = default) => SignalAsync("CONT", cancellationToken);

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        var id = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "pid"), cancellationToken);
        using var kill = Process.Start("sh", ["-c", $"kill -s {signal} {id.Trim()}"]);
        await kill.WaitForExitAsync(cancellationToken);
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"pcscd did not get SIG{signal}");
        }
    }

    /// <summary>Takes the cards out and ends pcscd.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var card in _cards)
        {
            await card.DisposeAsync();
        }

        await EndAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private void Keep(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private async Task WaitForSocketAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (!File.Exists(SocketPath))
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(limit.Token);
                throw new InvalidOperationException($"A private pcscd did not start (root, unshare and pcscd are needed): {Log}");
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
