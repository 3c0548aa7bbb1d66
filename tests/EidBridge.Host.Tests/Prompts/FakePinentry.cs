using System.Globalization;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>
/// A pinentry that is a shell script: it writes down what it is told and gives the next answer of a list, also over several processes.
/// Answers: <c>ok</c>, <c>no</c>, <c>cancel</c>, <c>gone</c> (ends without a word), <c>wait</c> (for ever), or data.
/// </summary>
internal sealed class FakePinentry : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-pinentry");

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public FakePinentry(params string[] answers)
    {
        Program = Path.Combine(_folder.FullName, "pinentry");
        File.WriteAllLines(InFolder("answers"), answers);
        File.WriteAllText(InFolder("count"), "0");
        File.WriteAllText(InFolder("log"), string.Empty);
        File.WriteAllText(
            Program,
            $$"""
            #!/bin/sh
            cd '{{_folder.FullName}}'
            echo $$ >> pids
            echo 'OK Pleased to meet you'
            while IFS= read -r line; do
              printf '%s\n' "$line" >> log
              case "$line" in
                GETPIN|CONFIRM|MESSAGE)
                  count=$(($(cat count) + 1)); echo $count > count
                  answer=$(sed -n "${count}p" answers)
                  case "$answer" in
                    ok) echo OK ;;
                    no) echo 'ERR 83886194 Not confirmed <Pinentry>' ;;
                    cancel) echo 'ERR 83886179 Operation cancelled <Pinentry>' ;;
                    gone) exit 1 ;;
                    wait) echo waiting > waiting; exec sleep 600 ;;
                    *) printf 'S PASSWORD_FROM_NOWHERE\nD %s\nOK\n' "$answer" ;;
                  esac ;;
                *) echo 'OK' ;;
              esac
            done

            """);
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Program { get; }

    public string Log => File.ReadAllText(InFolder("log"));

    /// <returns>The commands of this name, in order, without the name.</returns>
    public string[] Commands(string name) =>
        [.. Log.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => l[name.Length..].TrimStart())];

    /// <summary>Waits until a dialog that never answers is up.</summary>
    public async Task WaitUntilItWaitsAsync(CancellationToken cancellationToken)
    {
        using var watcher = new FileSystemWatcher(_folder.FullName, "waiting");
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(InFolder("waiting")))
        {
            await seen.Task.WaitAsync(cancellationToken);
        }
    }

    public bool AnyIsAlive() =>
        File.ReadLines(InFolder("pids")).Any(pid => IsAlive(int.Parse(pid, CultureInfo.InvariantCulture)));

    public static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
