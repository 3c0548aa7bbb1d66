using System.Globalization;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>SoftHSM2 behind a module that says other things of its token: a keypad, PIN tries.</summary>
internal static class LyingModule
{
    // PKCS#11 v2.40, table 7: CKF_ flags of CK_TOKEN_INFO.
    public const uint ProtectedAuthenticationPath = 0x100;
    public const uint UserPinFinalTry = 0x20000;
    public const uint UserPinLocked = 0x40000;
    public const uint SoPinFinalTry = 0x200000;
    public const uint SoPinLocked = 0x400000;

    // With a path of its own a token asks itself: a PIN that a program sends is none of its.
    private const string Source = """
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stddef.h>
        #include <unistd.h>

        struct list { unsigned char version[8]; void *functions[68]; };
        enum { SLOT_LIST = 4, TOKEN_INFO = 6, LOGIN = 18, LOGOUT = 19, SIGN = 43, FLAGS = 96, PROTECTED_AUTHENTICATION_PATH = 0x100, PIN_INCORRECT = 0xA0, GENERAL_ERROR = 5 };
        static struct list mine, *theirs;

        static unsigned long token_info(unsigned long slot, unsigned char *info) {
            unsigned long code = ((unsigned long (*)(unsigned long, unsigned char *))theirs->functions[TOKEN_INFO])(slot, info);
            *(unsigned long *)(info + FLAGS) |= @SAID@;
            return code;
        }

        static int wrong;
        static unsigned long slot_list(unsigned char present, unsigned long *slots, unsigned long *count) {
            if (wrong) { *count = ~0UL; return 0; }
            return ((unsigned long (*)(unsigned char, unsigned long *, unsigned long *))theirs->functions[SLOT_LIST])(present, slots, count);
        }

        static unsigned long wrong_login(unsigned long session, unsigned long user, const char *pin, unsigned long length) {
            wrong = 1;
            return PIN_INCORRECT;
        }

        static unsigned long logout(unsigned long session) { return GENERAL_ERROR; }

        static unsigned long sign(void) {
            close(open("@FOLDER@/signing", O_CREAT | O_WRONLY, 0600));
            for (;;) pause();
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
            if (@SAID@ & PROTECTED_AUTHENTICATION_PATH) mine.functions[LOGIN] = login;
        #ifdef TALKS_NONSENSE_AFTER_A_WRONG_PIN
            mine.functions[SLOT_LIST] = slot_list;
            mine.functions[LOGIN] = wrong_login;
        #endif
        #ifdef NEVER_SIGNS
            mine.functions[SIGN] = sign;
        #endif
        #ifdef REFUSES_LOGOUT
            mine.functions[LOGOUT] = logout;
        #endif
            *list = &mine;
            return code;
        }

        """;

    /// <param name="flags">Set on every token, whatever it says itself.</param>
    /// <param name="lies">Words of the source.</param>
    /// <returns>The module's path.</returns>
    public static async Task<string> CompileAsync(string folder, uint flags, CancellationToken cancellationToken, params string[] lies)
    {
        var (source, module) = (Path.Combine(folder, "lying.c"), Path.Combine(folder, "lying.so"));
        var code = Source.Replace("@FOLDER@", folder, StringComparison.Ordinal)
            .Replace("@PIN@", SoftHsmToken.Pin, StringComparison.Ordinal)
            .Replace("@MODULE@", SoftHsmToken.Module, StringComparison.Ordinal)
            .Replace("@SAID@", flags.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await File.WriteAllTextAsync(source, code, cancellationToken);
        await ChildProcess.RunAsync("clang", ["-shared", "-fPIC", "-w", .. lies.Select(lie => $"-D{lie}"), "-o", module, source, "-ldl"], null, cancellationToken);
        return module;
    }
}
