using System.Diagnostics;

namespace EidBridge.Host.Tests.Cli;

/// <summary>
/// The system's PC/SC library behind one whose every reader has a keypad that never closes: SCardControl gives the card the right PIN
/// and does not return. A virtual reader has no such control, so it is added where a driver would be.
/// </summary>
internal sealed class KeypadDriver
{
    private const string Source = """
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <string.h>
        #include <unistd.h>

        enum { FEATURE_REQUEST = 0x42000D48 };
        static unsigned long protocol;

        static void *real(const char *name) {
            static void *library;
            if (!library) library = dlopen("/usr/lib/x86_64-linux-gnu/libpcsclite.so.1", RTLD_NOW);
            return dlsym(library, name);
        }

        #define CALL(name) ((long (*)(long, long, long, long, long, long, long))real(#name))(a, b, c, d, e, f, g)
        #define FORWARD(name) long name(long a, long b, long c, long d, long e, long f, long g) { return CALL(name); }
        FORWARD(SCardEstablishContext) FORWARD(SCardReleaseContext) FORWARD(SCardListReaders) FORWARD(SCardGetStatusChange)
        FORWARD(SCardCancel) FORWARD(SCardReconnect) FORWARD(SCardDisconnect) FORWARD(SCardBeginTransaction)
        FORWARD(SCardEndTransaction) FORWARD(SCardTransmit) FORWARD(SCardGetAttrib)

        long SCardConnect(long a, long b, long c, long d, long e, long f, long g) {
            long code = CALL(SCardConnect);
            protocol = *(unsigned long *)f;
            return code;
        }

        long SCardControl(long card, long code, const void *in, long length, char *out, long room, unsigned long *got) {
            if (code == FEATURE_REQUEST) {
                memcpy(out, "\x06\x04\x42\x33\x00\x06", *got = 6);
                return 0;
            }
            unsigned long pci[] = { protocol, 16 }, answered = 258;
            unsigned char answer[258];
            SCardTransmit(card, (long)pci, (long)"\x00\x20\x00\x01\x08\x24\x12\x34\xFF\xFF\xFF\xFF\xFF", 13, 0, (long)answer, (long)&answered);
            close(open("@OPEN@", O_CREAT | O_WRONLY, 0600));
            for (;;) pause();
        }

        """;

    private readonly string _open;

    private KeypadDriver(string open) => _open = open;

    public static async Task<KeypadDriver> InstallAsync(RealHost host, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, "driver")).FullName;
        var (source, open) = (Path.Combine(folder, "keypad.c"), Path.Combine(folder, "open"));
        await File.WriteAllTextAsync(source, Source.Replace("@OPEN@", open, StringComparison.Ordinal), cancellationToken);
        using var compiler = Process.Start("clang", ["-shared", "-fPIC", "-w", "-o", Path.Combine(folder, "libpcsclite.so.1"), source, "-ldl"]);
        await compiler.WaitForExitAsync(cancellationToken);
        Assert.AreEqual(0, compiler.ExitCode, "clang");
        host.Environment["LD_LIBRARY_PATH"] = folder;
        return new KeypadDriver(open);
    }

    public async Task WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        while (!File.Exists(_open))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }
}
