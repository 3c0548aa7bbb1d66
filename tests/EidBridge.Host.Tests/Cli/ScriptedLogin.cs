using System.Diagnostics;
using System.Globalization;
using EidBridge.Host.Tests.Prompts;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>A request to the real program, with a pinentry that types by itself.</summary>
internal static class ScriptedLogin
{
    public const string Nonce = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public const string Origin = "https://doctor.example";
    public const string TypesPin = "echo 'D 1234'; echo OK";
    public const string Hesitates = "exec sleep 600";

    /// <summary>Types once somebody has opened the named pipe for writing.</summary>
    public static string TypesPinAfter(string pipe) => $"read -r _ < {pipe}; {TypesPin}";

    /// <summary>What pinentry was asked, one command a line.</summary>
    public static string LogOf(RealHost host) => Path.Combine(host.Folder, "pinentry.log");

    /// <summary>Whether a pinentry that was started is still there.</summary>
    public static bool AnyWindowOf(RealHost host) =>
        File.ReadLines(PidsOf(host)).Any(pid => FakePinentry.IsAlive(int.Parse(pid, CultureInfo.InvariantCulture)));

    /// <summary>MSE SET for key 82h and PSO, without VERIFY, by a program that is not ours.</summary>
    public static async Task ExpectNoPinAsync(PrivatePcscd pcscd, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "opensc-tool", ["-s", "00A4080C043F00DF00", "-s", "002241B6050480028482", "-s", $"002A9E9A30{new string('0', 96)}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["PCSCLITE_CSOCK_NAME"] = pcscd.SocketPath;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        Assert.Contains("SW1=0x69, SW2=0x82", said, "the PIN was forgotten");
        Assert.DoesNotContain("SW1=0x61", said);
    }

    /// <param name="answerToGetPin">A line of shell.</param>
    /// <param name="onVersion">What the browser does between the host's first frame and its own.</param>
    public static Task AskAsync(
        RealHost host, PrivatePcscd pcscd, string answerToGetPin, bool progress = false, bool withIssuer = false, string more = "", Action? onVersion = null)
    {
        var extra = progress ? ""","eidbridge":{"progress":true}""" : withIssuer ? ""","eidbridge":{"tokenFormat":"web-eid:1.1"}""" : "";
        return AskAsync(host, pcscd, answerToGetPin, "authenticate", $"\"challengeNonce\":\"{Nonce}\"{extra}", more, onVersion: onVersion);
    }

    /// <param name="arguments">Members beside the origin.</param>
    /// <param name="more">Members of the configuration.</param>
    /// <param name="agrees">Whether the person says yes where no PIN is asked for, or hesitates.</param>
    public static async Task AskAsync(
        RealHost host, PrivatePcscd pcscd, string answerToGetPin, string command, string arguments, string more = "", bool agrees = true,
        Action? onVersion = null)
    {
        var pinentry = Path.Combine(host.Folder, "pinentry");
        ExecutableFile.Write(
            pinentry,
            $"#!/bin/sh\necho $$ >> {PidsOf(host)}\necho OK\nwhile read -r line; do\necho \"$line\" >> {LogOf(host)}\ncase \"$line\" in\nGETPIN*) {answerToGetPin};;\nCONFIRM*) {(agrees ? "echo OK" : Hesitates)};;\nMESSAGE*) {Hesitates};;\n*) echo OK;;\nesac\ndone\n");
        host.Configure($$"""{ "prompts": "pinentry", "pinentryProgram": "{{pinentry}}"{{more}} }""");
        host.Start([RealHost.Caller], ("PCSCLITE_CSOCK_NAME", pcscd.SocketPath));
        await host.ReceiveAsync();
        onVersion?.Invoke();
        var members = arguments.Length > 0 ? $",{arguments}" : string.Empty;
        await host.SendAsync($$$"""{"command":"{{{command}}}","arguments":{"origin":"{{{Origin}}}"{{{members}}}}}""");
    }

    private static string PidsOf(RealHost host) => Path.Combine(host.Folder, "pinentry.pids");
}
