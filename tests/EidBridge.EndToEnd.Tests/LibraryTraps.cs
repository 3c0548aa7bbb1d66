using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A HOME and an environment that name code and styles to whatever library follows them.</summary>
internal sealed class LibraryTraps
{
    /// <summary>What a style of the traps paints everything with.</summary>
    public const string Color = "#FF00FF";

    private const string Style = $"* {{ background: {Color}; color: {Color}; }}";

    private LibraryTraps(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The libraries that were loaded, one a line.</summary>
    public string Sprung => File.Exists(InFolder("loaded")) ? File.ReadAllText(InFolder("loaded")) : string.Empty;

    public (string, string)[] Environment =>
    [
        ("HOME", Folder),
        ("XDG_CONFIG_HOME", InFolder(".config")),
        ("XDG_DATA_HOME", InFolder(".local/share")),
        ("XDG_DATA_DIRS", InFolder("share")),
        ("GTK_MODULES", $"{InFolder("gtk-modules.so")}:bypath:byprefix"),
        ("GTK3_MODULES", InFolder("gtk3-modules.so")),
        ("GTK_PATH", InFolder("path")),
        ("GTK_EXE_PREFIX", InFolder("prefix")),
        ("GTK_DATA_PREFIX", InFolder("prefix")),
        ("GTK_IM_MODULE", "trap"),
        ("GTK_IM_MODULE_FILE", InFolder("immodules.cache")),
        ("GIO_EXTRA_MODULES", InFolder("gio-extra")),
        ("GIO_MODULE_DIR", InFolder("gio")),
        ("GDK_PIXBUF_MODULE_FILE", InFolder("loaders.cache")),
        ("OPENSSL_CONF", InFolder("openssl.cnf")),
        ("DBUS_SESSION_BUS_ADDRESS", $"unixexec:path={InFolder("sh")}"),
        ("AT_SPI_BUS_ADDRESS", $"unixexec:path={InFolder("sh")}"),
        ("DOTNET_GCPath", InFolder("gc.so")),
        ("CLR_OPENSSL_VERSION_OVERRIDE", "/openssl.so"),
        ("LIBPCSCLITE_DELEGATE", InFolder("delegate.so")),
    ];

    public static async Task<LibraryTraps> LayAsync(string folder, CancellationToken cancellationToken)
    {
        var traps = new LibraryTraps(folder);
        await traps.CompileAsync(cancellationToken);
        string[] places =
        [
            "gtk-modules.so", "gtk3-modules.so", "settings.so", "im.so", "loader.so", "provider.so", "delegate.so", "gc.so", "libssl.so./openssl.so", "gio/libgiotrap.so", "gio-extra/libgiotrap.so",
            "path/modules/libbypath.so", "prefix/lib/gtk-3.0/modules/libbyprefix.so", ".gtk-3.0/modules/libinhome.so",
        ];
        foreach (var place in places)
        {
            File.Copy(traps.InFolder("trap.so"), traps.FileIn(place));
        }

        traps.Write(".config/gtk-3.0/settings.ini", $"[Settings]\ngtk-modules={traps.InFolder("settings.so")}:inhome\ngtk-theme-name=Trap\n");
        traps.Write(".config/gtk-3.0/gtk.css", Style);
        foreach (var themes in (string[])[".themes", ".local/share/themes", "share/themes", "prefix/share/themes"])
        {
            traps.Write($"{themes}/Trap/gtk-3.0/gtk.css", Style);
        }

        traps.Write("immodules.cache", $"\"{traps.InFolder("im.so")}\"\n\"trap\" \"Trap\" \"gtk30\" \"/usr/share/locale\" \"*\"\n");
        traps.Write(
            "loaders.cache", $"\"{traps.InFolder("loader.so")}\"\n\"png\" 5 \"gdk-pixbuf\" \"PNG\" \"LGPL\"\n\"image/png\" \"\"\n\"png\" \"\"\n\"\\211PNG\\r\\n\\032\\n\" \"\" 100\n\n");
        traps.Write(
            "openssl.cnf", $"openssl_conf = all\n[all]\nproviders = some\n[some]\ntrap = one\n[one]\nmodule = {traps.InFolder("provider.so")}\nactivate = 1\n");
        return traps;
    }

    private string InFolder(string place) => Path.Combine(Folder, place);

    private string FileIn(string place)
    {
        var file = InFolder(place);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private void Write(string place, string text) => File.WriteAllText(FileIn(place), text);

    private async Task CompileAsync(CancellationToken cancellationToken)
    {
        var source = $$"""
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <stdio.h>
            __attribute__((constructor)) static void spring(void) {
                Dl_info self;
                FILE *told = fopen("{{InFolder("loaded")}}", "a");
                if (told && dladdr((void *)spring, &self)) fprintf(told, "%s\n", self.dli_fname);
                if (told) fclose(told);
            }
            """;
        Write("trap.c", source);
        await ChildProcess.RunAsync("clang", ["-shared", "-fPIC", "-w", "-o", InFolder("trap.so"), InFolder("trap.c")], null, cancellationToken);
    }
}
