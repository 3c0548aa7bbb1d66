using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>
/// A PostgreSQL of these tests alone: made in a temporary folder, reached over a socket in it, and gone with it. The cluster that Debian's package makes is left alone. As root it runs
/// as the package's user, since PostgreSQL refuses to run as root.
/// </summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "postgres";
    private const string Installed = "/usr/lib/postgresql";
    private readonly DirectoryInfo _folder;
    private readonly Process _server;

    private PostgresCluster(DirectoryInfo folder, Process server) => (_folder, _server) = (folder, server);

    public static async Task<PostgresCluster> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eidbridge-postgres-");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new ProcessStartInfo("chown", [$"{User}:", folder.FullName]));
        }

        // Sorted as a language sorts, not by bytes: the harder case for whatever compares nonces.
        await RunAsync(Command(folder, "initdb", "--username", User, "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale-provider", "icu", "--icu-locale", "en", "--locale", "C"));
        var server = Command(
            folder, "postgres", "-c", "listen_addresses=", "-c", $"unix_socket_directories={folder.FullName}", "-c", "max_connections=200", "-c", "fsync=off");
        return new PostgresCluster(folder, await StartAsync(server));
    }

    /// <param name="database">Need not be there yet.</param>
    /// <param name="client">Each has connections of its own.</param>
    public string ConnectionTo(string database, string client) => new NpgsqlConnectionStringBuilder
    {
        Host = _folder.FullName,
        Username = User,
        Database = database,
        ApplicationName = client,
        MaxPoolSize = 50,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await RunAsync(Command(_folder, "pg_ctl", "stop", "--mode", "immediate"));
        await _server.WaitForExitAsync();
        _server.Dispose();
        NpgsqlConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    // What it says is read to its end, so that it never waits for a reader.
    private static async Task<Process> StartAsync(ProcessStartInfo start)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new ConcurrentQueue<string>();
        var server = new Process { StartInfo = start, EnableRaisingEvents = true };
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? string.Empty);
            if (line.Data?.EndsWith("ready to accept connections", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        server.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', said)}"));
        server.Start();
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        await ready.Task;
        return server;
    }

    private static ProcessStartInfo Command(DirectoryInfo folder, string program, params string[] arguments)
    {
        var path = Path.Combine(NewestVersion(), "bin", program);
        string[] owner = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", path] : [path];
        return new ProcessStartInfo(owner[0], [.. owner[1..], .. arguments])
        {
            WorkingDirectory = folder.FullName,
            Environment = { ["PGDATA"] = Path.Combine(folder.FullName, "data"), ["LC_ALL"] = "C" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
    }

    private static string NewestVersion() => Directory.Exists(Installed)
        ? Directory.GetDirectories(Installed).OrderByDescending(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture)).First()
        : throw new InvalidOperationException($"No PostgreSQL in {Installed}: apt-get install postgresql");

    private static async Task RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardError, start.RedirectStandardOutput, start.UseShellExecute) = (true, true, false);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = Process.Start(start) ?? throw new InvalidOperationException(start.FileName);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)}: {await error}");
        }
    }
}
