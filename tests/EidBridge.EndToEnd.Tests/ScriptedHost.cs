using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EidBridge.Demo;
using EidBridge.Host.Tests.Cli;

namespace EidBridge.EndToEnd.Tests;

/// <summary>
/// A program registered under the host's name that says what a test wants, byte for byte, and writes down what it is asked. What
/// it does is read anew at each start, so a browser need not be started again.
/// </summary>
internal sealed class ScriptedHost
{
    private const string HostName = "be.eidbridge.host";

    // All that it will say is put aside before it counts as started: whoever has seen the start may tell the next one something else.
    // Exit code and messages of a real host do not matter here: no browser tells them.
    private const string Program = """
        #!/bin/sh
        here=${0%/*}
        cp "$here/first" "$here/first.$$"
        cp "$here/second" "$here/second.$$"
        [ -e "$here/late" ] && late=$(cat "$here/late")
        [ -e "$here/leaves" ] && leaves=yes
        echo $$ >> "$here/starts"
        cat "$here/first.$$"
        [ -z "$leaves" ] || exit 0
        head -c 4 > /dev/null
        [ -z "$late" ] || sleep "$late"
        cat "$here/second.$$"
        request=$(cat)
        printf '%s %s\n' $$ "$request" >> "$here/requests"
        """;

    private readonly string _folder;
    private readonly string[] _manifests;
    private readonly string _chromiumId;

    private ScriptedHost(string folder, string[] manifests, string chromiumId)
    {
        _folder = folder;
        _manifests = manifests;
        _chromiumId = chromiumId;
    }

    /// <summary>What the program does when it is started next.</summary>
    /// <param name="First">Frames said at once: JSON each, or <c>raw:</c> and bytes in hexadecimal.</param>
    /// <param name="Second">Frames said after the request has begun to come.</param>
    /// <param name="Leaves">It ends after the first frames.</param>
    /// <param name="LateSeconds">How long it takes to say the second frames.</param>
    /// <param name="Manifest"><c>missing</c>, <c>other-extension</c>, <c>no-program</c>, <c>not-executable</c>, or null: as it should be.</param>
    public sealed record Behaviour(string[]? First = null, string[]? Second = null, bool Leaves = false, int? LateSeconds = null, string? Manifest = null);

    /// <summary>Registers the program for both browsers of a stage.</summary>
    /// <param name="chromiumId">Of the extension in Chromium, where it is not the development id.</param>
    public static ScriptedHost Install(Stage stage, string? chromiumId = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(stage.Folder, "scripted")).FullName;
        string[] manifests =
        [
            Path.Combine(stage.Folder, "profile", "NativeMessagingHosts", $"{HostName}.json"),
            Path.Combine(stage.Folder, "home", ".mozilla", "native-messaging-hosts", $"{HostName}.json"),
        ];
        var host = new ScriptedHost(folder, manifests, chromiumId ?? Id("chromiumDevelopmentId"));
        ExecutableFile.Write(host.At("program"), Program);
        host.Behave(new Behaviour());
        return host;
    }

    public int Starts => Lines("starts").Length;

    /// <returns>How often it was started, and what each start was asked, as JSON; null where it has not ended yet or was asked nothing.</returns>
    public object Heard()
    {
        // A program writes its request down when it ends, which may be after the next one began.
        var starts = Lines("starts");
        var asked = Lines("requests").Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return new { starts = starts.Length, requests = starts.Select(pid => asked[pid].FirstOrDefault() is { Length: > 0 } request ? JsonNode.Parse(request) : null).ToArray() };
    }

    public void Behave(Behaviour behaviour)
    {
        Write("first", Frames(behaviour.First));
        Write("second", Frames(behaviour.Second));
        Mark("leaves", behaviour.Leaves ? string.Empty : null);
        Mark("late", behaviour.LateSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var program = At(behaviour.Manifest == "no-program" ? "nowhere" : "program");
        File.SetUnixFileMode(At("program"), UnixFileMode.UserRead | UnixFileMode.UserWrite | (behaviour.Manifest == "not-executable" ? UnixFileMode.None : UnixFileMode.UserExecute));
        for (var i = 0; i < _manifests.Length; i++)
        {
            WriteManifest(_manifests[i], forFirefox: i == 1, program, behaviour.Manifest);
        }
    }

    private static string Id(string name)
    {
        using var ids = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "manifests", "ids.json")));
        return ids.RootElement.GetProperty(name).GetString()!;
    }

    private void WriteManifest(string file, bool forFirefox, string program, string? kind)
    {
        var ours = forFirefox ? Id("firefoxId") : _chromiumId;
        var id = kind == "other-extension" ? (forFirefox ? "other@example.org" : new string('a', 32)) : ours;
        var manifest = new JsonObject { ["name"] = HostName, ["description"] = "A test's", ["path"] = program, ["type"] = "stdio" };
        manifest[forFirefox ? "allowed_extensions" : "allowed_origins"] = new JsonArray(forFirefox ? id : $"chrome-extension://{id}/");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        if (kind != "missing")
        {
            File.WriteAllText(file, manifest.ToJsonString());
        }
    }

    private static byte[] Frames(string[]? frames) => [.. (frames ?? []).SelectMany(Frame)];

    private static byte[] Frame(string said)
    {
        if (said.StartsWith("raw:", StringComparison.Ordinal))
        {
            return Convert.FromHexString(said["raw:".Length..]);
        }

        var body = Encoding.UTF8.GetBytes(said);
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        return frame;
    }

    /// <summary>At once: a program that starts meanwhile reads the old file or the new one, whole.</summary>
    private void Write(string name, byte[] bytes)
    {
        var next = At($"{name}.next");
        File.WriteAllBytes(next, bytes);
        File.Move(next, At(name), overwrite: true);
    }

    private void Mark(string name, string? text)
    {
        File.Delete(At(name));
        if (text is not null)
        {
            File.WriteAllText(At(name), text);
        }
    }

    private string[] Lines(string name) => File.Exists(At(name)) ? [.. File.ReadAllLines(At(name)).Where(line => line.Length > 0)] : [];

    private string At(string name) => Path.Combine(_folder, name);
}
