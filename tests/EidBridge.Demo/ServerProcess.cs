using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EidBridge.Demo;

/// <summary>The published server on a free port of loopback, with its files in one folder; it can be killed and started again.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(40);

    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HttpClient _client;
    private ChildProcess? _process;

    private ServerProcess(string folder, int port, IReadOnlyDictionary<string, string> settings)
    {
        _folder = folder;
        _settings = settings;
        Origin = $"http://localhost:{port.ToString(CultureInfo.InvariantCulture)}";
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") };
    }

    public string Origin { get; }

    /// <param name="folder">Database, logs and keys go here.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="developmentRoots">Files of the development roots to trust.</param>
    /// <param name="provisioning">How long the account's provisioning takes.</param>
    public static async Task<ServerProcess> StartAsync(
        string folder, int port, IReadOnlyList<string> developmentRoots, TimeSpan provisioning, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var chosen = port == 0 ? FreePort() : port;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{chosen.ToString(CultureInfo.InvariantCulture)}",
            ["Site__Origin"] = $"http://localhost:{chosen.ToString(CultureInfo.InvariantCulture)}",
            ["Database__Provider"] = "Sqlite",
            ["Database__ConnectionString"] = $"Data Source={Path.Combine(folder, "eidbridge.db")}",
            ["Site__DataDirectory"] = folder,
            ["Provisioning__Duration"] = provisioning.ToString("c", CultureInfo.InvariantCulture),
            ["Sms__Provider"] = "Outbox",
        };
        for (var i = 0; i < developmentRoots.Count; i++)
        {
            settings[$"Trust__DevelopmentRoots__{i.ToString(CultureInfo.InvariantCulture)}"] = developmentRoots[i];
        }

        var server = new ServerProcess(folder, chosen, settings);
        try
        {
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        _process = ChildProcess.Start(Path.Combine(Repository.PublishedServer, "eidbridge-server"), [], _settings);
        var process = _process;
        if (!await Wait.HappensAsync(StartLimit, async ct => process.HasExited || await IsReadyAsync(ct), cancellationToken) || process.HasExited)
        {
            throw new StageException($"The server {(process.HasExited ? "ended" : "did not become ready")}: {process.Output}");
        }
    }

    /// <summary>Ends the server as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public HttpClient Client => _client;

    /// <summary>What the server printed since it was last started.</summary>
    public string Output => _process?.Output ?? string.Empty;

    public string Folder => _folder;

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
