using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Card;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>PKCS#11 modules through the published program: SoftHSM2, OpenSC over a virtual card, and modules made to fail.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ModuleTests
{
    private const string OpenSc = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so";
    private const string Pin = SoftHsmToken.Pin;
    private const int Limit = 90_000;
    private static readonly string Program = Path.Combine(Repository.PublishedHost, "eidbridge-host");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");

    private readonly SoftHsmToken _token;

    public ModuleTests() => _token = new SoftHsmToken(_folder.FullName);

    public required TestContext TestContext { get; set; }

    private CancellationToken CancellationToken => TestContext.CancellationToken;

    /// <summary>What pinentry was asked, one command a line.</summary>
    private string Asked => Path.Combine(_folder.FullName, "asked");

    [TestCleanup]
    public void Clean()
    {
        foreach (var name in (string[])["SOFTHSM2_CONF", "OPENSC_CONF", "PCSCLITE_CSOCK_NAME"])
        {
            System.Environment.SetEnvironmentVariable(name, null);
        }

        _folder.Delete(recursive: true);
    }

    [TestMethod]
    [DataRow(false, CardKey.Authentication, X509KeyUsageFlags.DigitalSignature, DisplayName = "P-384, login")]
    [DataRow(true, CardKey.Authentication, X509KeyUsageFlags.DigitalSignature, DisplayName = "RSA, login")]
    [DataRow(false, CardKey.Signing, X509KeyUsageFlags.NonRepudiation, DisplayName = "P-384, document")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task SoftHsm_Signs(bool rsa, CardKey key, X509KeyUsageFlags usage)
    {
        var certificate = await _token.MakeAsync(rsa, usage, CancellationToken);
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        var hash = new HashToSign(HashAlgorithmName.SHA384, SHA384.HashData("something"u8));

        CollectionAssert.AreEqual(certificate.RawData, card.ReadCertificate(key == CardKey.Signing ? CardCertificate.Signing : CardCertificate.Authentication));
        using var pin = SoftHsmToken.MakePin(Pin);
        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(key, pin, hash, CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, hash, signed.Signature));
        Assert.IsFalse(card.HasPinPad);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WrongPin_IsTold_AndTheNextPinIsReadAlone()
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        var hash = new HashToSign(HashAlgorithmName.SHA384, new byte[48]);
        using var wrong = SoftHsmToken.MakePin("1111111");
        using var right = SoftHsmToken.MakePin(Pin);

        Assert.IsInstanceOfType<SigningResult.WrongPin>(card.Sign(CardKey.Authentication, wrong, hash, CancellationToken));
        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, right, hash, CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, hash, signed.Signature));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task AnotherTokenInTheSameSlot_IsNotSentThePin()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        await _token.ExchangeCertificateAsync(CancellationToken);

        // A wrong PIN that was sent would come back as WrongPin.
        using var pin = SoftHsmToken.MakePin("1111111");
        var refused = Assert.ThrowsExactly<CardException>(
            () => card.Sign(CardKey.Authentication, pin, new HashToSign(HashAlgorithmName.SHA384, new byte[48]), CancellationToken));

        Assert.AreEqual(CardFault.CardRemoved, refused.Fault);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task OpenSc_SignsWithAnotherDriversEyesOnTheSameCard()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(CancellationToken);
        var pki = Path.Combine(_folder.FullName, "pki");
        await pcscd.InsertAsync(pki, "an", new CardOptions { Applet = Applet.V17, Pin = Pin }, cancellationToken: CancellationToken);
        var configuration = Path.Combine(_folder.FullName, "opensc.conf");

        // Applet 1.7 marks its certificates private: without this OpenSC shows them only after a login.
        await File.WriteAllTextAsync(configuration, "app default { framework pkcs15 { private_certificate = declassify; use_file_caching = no; } }", CancellationToken);
        System.Environment.SetEnvironmentVariable("OPENSC_CONF", configuration);
        System.Environment.SetEnvironmentVariable("PCSCLITE_CSOCK_NAME", pcscd.SocketPath);
        using var readers = SoftHsmToken.Open(OpenSc);
        using var card = readers.Connect(readers.List().Single());
        var hash = new HashToSign(HashAlgorithmName.SHA256, SHA256.HashData("something"u8));

        using var certificate = X509CertificateLoader.LoadCertificate(card.ReadCertificate(CardCertificate.Authentication));
        using var pin = SoftHsmToken.MakePin(Pin);
        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, pin, hash, CancellationToken));

        Assert.Contains("Peeters", certificate.Subject);
        Assert.IsTrue(SoftHsmToken.Verifies(certificate, hash, signed.Signature));
    }

    [TestMethod]
    [DataRow("abort();", DisplayName = "crashes")]
    [DataRow("for (;;) pause();", DisplayName = "hangs")]
    [DataRow("write(1, \"hello, hello\", 12); *list = 0; return 5;", DisplayName = "talks on our pipe")]
    [DataRow("write(1, \"\\1\\0\\0\\0\\1\", 5); for (;;) pause();", DisplayName = "plays half an answer of the worker")]
    [DataRow("*list = 0; return 5;", DisplayName = "refuses")]
    [DataRow("_exit(0);", DisplayName = "leaves")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ModuleThatFails_IsAFault_AndNoWorkerIsLeft(string body)
    {
        var module = await CompileAsync(body);
        using (var readers = SoftHsmToken.Open(module))
        using (var card = readers.Connect(readers.List().Single()))
        {
            Assert.AreEqual(CardFault.ModuleFailed, Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Authentication)).Fault);
        }

        await Wait.UntilAsync("the end of the module's workers", () => Workers(module).Count == 0, CancellationToken);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Login_ThroughTheWholeHost_WithoutAnyPcsc()
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);

        var answer = await AskAsync(SoftHsmToken.Module);

        Assert.StartsWith("{\"unverifiedCertificate\"", answer.GetRawText());
        Assert.AreEqual(Convert.ToBase64String(certificate.RawData), answer.GetProperty("unverifiedCertificate").GetString());
        Assert.AreEqual("ES384", answer.GetProperty("algorithm").GetString());
    }

    [TestMethod]
    [DataRow(0u, 0, DisplayName = "tries left")]
    [DataRow(LyingModule.UserPinFinalTry, 1, DisplayName = "last try")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task LastTryOfAToken_IsAskedForTwice(uint flags, int questions)
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);

        var answer = await AskAsync(await LyingModule.CompileAsync(_folder.FullName, flags, CancellationToken));

        Assert.StartsWith("{\"unverifiedCertificate\"", answer.GetRawText());
        Assert.AreEqual(questions, (await File.ReadAllLinesAsync(Asked, CancellationToken)).Count(line => line == "CONFIRM"));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task LockedToken_IsShown_AndSentNoPin()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);

        var answer = await AskAsync(await LyingModule.CompileAsync(_folder.FullName, LyingModule.UserPinLocked, CancellationToken));

        Assert.AreEqual("pin-blocked", answer.GetProperty("error").GetProperty("eidbridge").GetProperty("code").GetString());
        Assert.DoesNotContain("GETPIN", await File.ReadAllLinesAsync(Asked, CancellationToken));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task IssuingCaAskedFor_IsNoObstacle()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);

        Assert.AreEqual("web-eid:1.0", (await AskAsync(SoftHsmToken.Module, "web-eid:1.1")).GetProperty("format").GetString());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task KilledHost_LeavesNoWorker_AlsoWhenTheModuleHangs()
    {
        var module = await CompileAsync("for (;;) pause();");
        var host = await StartAsync(module);
        await host.SendAsync(Request("web-eid:1.0"));
        await Wait.UntilAsync("a worker of the module", () => Workers(module).Count > 0, CancellationToken);

        host.Kill();

        await Wait.UntilAsync("the end of the module's workers", () => Workers(module).Count == 0, CancellationToken);

        await host.DisposeAsync();
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CrashOfTheModule_IsAnErrorFrame()
    {
        var answer = await AskAsync(await CompileAsync("abort();"));

        Assert.AreEqual("module-failed", answer.GetProperty("error").GetProperty("eidbridge").GetProperty("code").GetString());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Worker_RefusesToBeStartedByAPerson()
    {
        var info = new ProcessStartInfo(Program, ["pkcs11-worker", "relative.so", "3"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync(CancellationToken);

        Assert.AreEqual(2, process.ExitCode);
    }

    /// <returns>Process ids of the workers that have loaded it, or try to.</returns>
    internal static List<int> Workers(string module) =>
        [.. Process.GetProcessesByName("eidbridge-host").Where(process => Arguments(process).Contains(module, StringComparison.Ordinal)).Select(process => process.Id)];

    private static string Arguments(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static object Request(string tokenFormat) => new
    {
        command = "authenticate",
        arguments = new { challengeNonce = Convert.ToBase64String(new byte[32]), origin = "https://portal.example", lang = "en", eidbridge = new { tokenFormat } },
    };

    private async Task<System.Text.Json.JsonElement> AskAsync(string module, string tokenFormat = "web-eid:1.0")
    {
        await using var host = await StartAsync(module);
        await host.SendAsync(Request(tokenFormat));
        return await host.ReceiveAnswerAsync();
    }

    private async Task<HostConversation> StartAsync(string module)
    {
        var program = Directory.CreateDirectory(Path.Combine(_folder.FullName, "program")).FullName;
        File.Copy(Program, Path.Combine(program, "eidbridge-host"));
        var pinentry = Path.Combine(program, "pinentry");
        await File.WriteAllTextAsync(
            pinentry, $$"""
                #!/bin/sh
                echo OK
                while read -r line; do
                  echo "$line" >> {{Asked}}
                  case "$line" in
                    GETPIN*) echo 'D {{Pin}}'; echo OK;;
                    SETOK*Close*) close=yes; echo OK;;
                    MESSAGE*) [ "$close" ] || exec sleep 600; echo OK;;
                    *) echo OK;;
                  esac
                done

                """, CancellationToken);
        File.SetUnixFileMode(pinentry, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var configuration = Path.Combine(program, "eidbridge-host.json");
        await File.WriteAllTextAsync(
            configuration, $$"""{ "prompts": "pinentry", "pinentryProgram": "{{pinentry}}", "pkcs11Modules": ["{{module}}"] }""", CancellationToken);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PCSCLITE_CSOCK_NAME"] = Path.Combine(_folder.FullName, "no-service"),
            ["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state"),
            ["XDG_RUNTIME_DIR"] = Path.Combine(_folder.FullName, "runtime"),
        };
        return await HostConversation.StartAsync(Path.Combine(program, "eidbridge-host"), environment);
    }

    private async Task<string> CompileAsync(string body)
    {
        var (source, module) = (Path.Combine(_folder.FullName, "module.c"), Path.Combine(_folder.FullName, "module.so"));
        await File.WriteAllTextAsync(
            source, $"#include <stdlib.h>\n#include <unistd.h>\nunsigned long C_GetFunctionList(void **list) {{ {body} return 5; }}\n", CancellationToken);
        await ChildProcess.RunAsync("clang", ["-shared", "-fPIC", "-w", "-o", module, source], null, CancellationToken);
        return module;
    }
}
