using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Card;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Which key of a token signs, and who asks for its PIN.</summary>
[TestClass]
public sealed class ModuleKeyTests
{
    private const int Limit = 90_000;

    // SoftHSM2 behind a keypad: the token asks itself, and a PIN that a program sends is none of its.
    private const string KeypadModule = """
        #include <dlfcn.h>
        #include <stddef.h>

        struct list { unsigned char version[8]; void *functions[68]; };
        enum { TOKEN_INFO = 6, LOGIN = 18, FLAGS = 96, PROTECTED_AUTHENTICATION_PATH = 0x100, PIN_INCORRECT = 0xA0 };
        static struct list mine, *theirs;

        static unsigned long token_info(unsigned long slot, unsigned char *info) {
            unsigned long code = ((unsigned long (*)(unsigned long, unsigned char *))theirs->functions[TOKEN_INFO])(slot, info);
            *(unsigned long *)(info + FLAGS) |= PROTECTED_AUTHENTICATION_PATH;
            return code;
        }

        static unsigned long login(unsigned long session, unsigned long user, const char *pin, unsigned long length) {
            if (pin != NULL || length != 0) return PIN_INCORRECT;
            return ((unsigned long (*)(unsigned long, unsigned long, const char *, unsigned long))theirs->functions[LOGIN])(session, user, "@PIN@", 6);
        }

        unsigned long C_GetFunctionList(struct list **list) {
            unsigned long (*real)(struct list **) = (unsigned long (*)(struct list **))dlsym(dlopen("@MODULE@", RTLD_NOW), "C_GetFunctionList");
            unsigned long code = real(&theirs);
            mine = *theirs;
            mine.functions[TOKEN_INFO] = token_info;
            mine.functions[LOGIN] = login;
            *list = &mine;
            return code;
        }

        """;

    private static readonly HashToSign Hash = new(HashAlgorithmName.SHA384, SHA384.HashData("something"u8));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");
    private readonly SoftHsmToken _token;

    public ModuleKeyTests() => _token = new SoftHsmToken(_folder.FullName);

    public required TestContext TestContext { get; set; }

    private CancellationToken CancellationToken => TestContext.CancellationToken;

    [TestCleanup]
    public void Clean()
    {
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", null);
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    [DataRow("Authentication", "07", "Another", "02", DisplayName = "by label, though another key has the id")]
    [DataRow("Login key", "02", "Another", "07", DisplayName = "by id, where no key has the label")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Key_IsFound(string label, string id, string strangeLabel, string strangeId)
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken, label, id);
        await _token.AddStrangeKeyAsync(strangeLabel, strangeId, CancellationToken);
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);

        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, Hash, signed.Signature));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CertificateWithoutItsKey_SignsNothing()
    {
        await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken, "Login key", "07");
        using var readers = SoftHsmToken.Open(SoftHsmToken.Module);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = SoftHsmToken.MakePin(SoftHsmToken.Pin);

        var failed = Assert.ThrowsExactly<CardException>(() => card.Sign(CardKey.Authentication, pin, Hash, CancellationToken));

        Assert.AreEqual(CardFault.ModuleFailed, failed.Fault);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TokenWithAPathOfItsOwn_AsksForThePinItself_AndIsSentNone()
    {
        var certificate = await _token.MakeAsync(rsa: false, X509KeyUsageFlags.DigitalSignature, CancellationToken);
        using var readers = SoftHsmToken.Open(await CompileAsync());
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);

        Assert.IsTrue(card.HasPinPad);
        var signed = Assert.IsInstanceOfType<SigningResult.Signed>(card.SignWithPinPad(CardKey.Authentication, Hash, "nl", CancellationToken));

        Assert.IsTrue(SoftHsmToken.Verifies(certificate, Hash, signed.Signature));
    }

    private async Task<string> CompileAsync()
    {
        var (source, module) = (Path.Combine(_folder.FullName, "keypad.c"), Path.Combine(_folder.FullName, "keypad.so"));
        var code = KeypadModule.Replace("@PIN@", SoftHsmToken.Pin, StringComparison.Ordinal).Replace("@MODULE@", SoftHsmToken.Module, StringComparison.Ordinal);
        await File.WriteAllTextAsync(source, code, CancellationToken);
        await ChildProcess.RunAsync("clang", ["-shared", "-fPIC", "-w", "-o", module, source, "-ldl"], null, CancellationToken);
        return module;
    }
}
