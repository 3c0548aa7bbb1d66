using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The process that a module lives in while the module does not come back; all of it as a user without rights, as on a person's machine.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ModuleProcessTests
{
    private const string Nobody = "65534";
    private const string NeverSigns = "NEVER_SIGNS";
    private const int Limit = 90_000;
    private static readonly string[] AsNobody = ["--reuid", Nobody, "--regid", Nobody, "--clear-groups"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");

    public required TestContext TestContext { get; set; }

    private CancellationToken CancellationToken => TestContext.CancellationToken;

    private string Program => Path.Combine(_folder.FullName, "eidbridge-host");

    [TestCleanup]
    public void Clean()
    {
        System.Environment.SetEnvironmentVariable("SOFTHSM2_CONF", null);
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    [DataRow(true, DisplayName = "while it signs")]
    [DataRow(false, DisplayName = "while it is loaded")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_EndsHostAndWorker_WhateverTheModuleDoes(bool signs)
    {
        var module = signs ? await MakeSigningModuleAsync() : await MakeHangingModuleAsync();
        await using var host = await AskAsync(module);
        await (signs ? WaitUntilItSignsAsync() : WaitForWorkerAsync(module));

        var (code, took) = await host.EndInputAsync(CancellationToken);

        Assert.AreEqual(0, code);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), took);
        await Wait.UntilAsync("the end of the module's worker", () => ModuleTests.Workers(module).Count == 0, CancellationToken);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task AnotherProcessOfTheSameUser_CannotLookIntoAWorkerThatHasAPin()
    {
        var module = await MakeSigningModuleAsync();
        await using var host = await AskAsync(module);
        await WaitUntilItSignsAsync();
        var worker = ModuleTests.Workers(module).Single().ToString(CultureInfo.InvariantCulture);

        foreach (var file in (string[])["environ", "maps", "mem"])
        {
            // A stranger's memory is closed on some systems anyway: there is no counterproof for it.
            await (file == "mem" ? Task.FromResult(string.Empty) : RunAsNobodyAsync($"sleep 60 & head -c 0 /proc/$!/{file}; looked=$?; kill $!; exit $looked"));
            await Assert.ThrowsExactlyAsync<StageException>(() => RunAsNobodyAsync($"head -c 0 /proc/{worker}/{file}"), file);
        }

        Assert.Contains("Max core file size        0                    0 ", await File.ReadAllTextAsync($"/proc/{worker}/limits", CancellationToken));
    }

    private Task<string> RunAsNobodyAsync(string shell) => ChildProcess.RunAsync("setpriv", [.. AsNobody, "sh", "-c", shell], null, CancellationToken);

    private Task WaitUntilItSignsAsync() =>
        Wait.UntilAsync("a module that signs", () => File.Exists(Path.Combine(_folder.FullName, "signing")), CancellationToken);

    private Task WaitForWorkerAsync(string module) =>
        Wait.UntilAsync("a worker of the module", () => ModuleTests.Workers(module).Count > 0, CancellationToken);

    private async Task<string> MakeSigningModuleAsync()
    {
        await new SoftHsmToken(_folder.FullName).MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        return await LyingModule.CompileAsync(_folder.FullName, flags: 0, CancellationToken, NeverSigns);
    }

    private async Task<string> MakeHangingModuleAsync()
    {
        var (source, module) = (Path.Combine(_folder.FullName, "module.c"), Path.Combine(_folder.FullName, "module.so"));
        await File.WriteAllTextAsync(source, "#include <unistd.h>\nunsigned long C_GetFunctionList(void **list) { for (;;) pause(); }\n", CancellationToken);
        await ChildProcess.RunAsync("clang", ["-shared", "-fPIC", "-w", "-o", module, source], null, CancellationToken);
        return module;
    }

    private async Task<HostConversation> AskAsync(string module)
    {
        File.Copy(Path.Combine(Repository.PublishedHost, "eidbridge-host"), Program);
        var pinentry = Path.Combine(_folder.FullName, "pinentry");
        await WriteProgramAsync(
            pinentry, $"echo OK; while read -r line; do case $line in GETPIN*) echo 'D {SoftHsmToken.Pin}'; echo OK;; MESSAGE*) exec sleep 600;; *) echo OK;; esac; done");
        var configuration = Path.Combine(_folder.FullName, "eidbridge-host.json");
        await File.WriteAllTextAsync(
            configuration, $$"""{ "prompts": "pinentry", "pinentryProgram": "{{pinentry}}", "pkcs11Modules": ["{{module}}"] }""", CancellationToken);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var browser = Path.Combine(_folder.FullName, "browser");
        await WriteProgramAsync(browser, $"exec setpriv {string.Join(' ', AsNobody)} {Program} \"$@\"");
        await ChildProcess.RunAsync("chown", ["-R", $"{Nobody}:{Nobody}", _folder.FullName], null, CancellationToken);
        var host = await HostConversation.StartAsync(browser, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PCSCLITE_CSOCK_NAME"] = Path.Combine(_folder.FullName, "no-service"),
            ["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state"),
            ["XDG_RUNTIME_DIR"] = Path.Combine(_folder.FullName, "runtime"),
        });
        await host.SendAsync(new
        {
            command = "authenticate",
            arguments = new { challengeNonce = Convert.ToBase64String(new byte[32]), origin = "https://portal.example" },
        });
        return host;
    }

    private async Task WriteProgramAsync(string path, string shell)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{shell}\n", CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
