using System.Diagnostics;
using System.Globalization;

namespace EidBridge.VirtualCard;

/// <summary>
/// A pcscd of one's own with a virtual reader, in mount and network namespaces so that it meets no other: its driver listens
/// on a loopback that nothing else reaches. Needs root. Clients outside find it through <c>PCSCLITE_CSOCK_NAME</c>.
/// </summary>
public sealed class PrivatePcscd : IAsyncDisposable
{
    private const int Port = 35963;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly List<InsertedCard> _cards = [];

    private PrivatePcscd(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>Value for <c>PCSCLITE_CSOCK_NAME</c>.</summary>
    public string SocketPath => Path.Combine(_folder.FullName, "run", "pcscd.comm");

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

        // unshare, sh and pcscd are one process: each replaces the one before.
        var start = new ProcessStartInfo("unshare",
        [
            "-m", "-n", "sh", "-c",
            "mount --make-rprivate / && mount --bind \"$0/run\" /run/pcscd && ip link set lo up && exec pcscd --foreground --config \"$0/conf\" --error",
            folder.FullName,
        ])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Directory.CreateDirectory("/run/pcscd");
        var process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start");
        var pcscd = new PrivatePcscd(folder, process);
        await pcscd.WaitForSocketAsync(cancellationToken);
        return pcscd;
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

    public async ValueTask DisposeAsync()
    {
        foreach (var card in _cards)
        {
            await card.DisposeAsync();
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task WaitForSocketAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (!File.Exists(SocketPath))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"pcscd did not start (root needed): {await _process.StandardError.ReadToEndAsync(limit.Token)}");
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
