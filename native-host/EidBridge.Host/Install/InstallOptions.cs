namespace EidBridge.Host.Install;

/// <summary>The command line of <c>install</c> and <c>uninstall</c>.</summary>
/// <param name="Scope">Null when none was named.</param>
/// <param name="Browsers">Null when none was named: all that are installed.</param>
/// <param name="Folder">One folder to write Chromium's manifest to, for a browser with its own user data folder.</param>
internal sealed record InstallOptions(
    InstallScope? Scope, IReadOnlyList<string>? Browsers, string? Folder, bool DryRun, bool Json, bool Force, bool All, bool DevelopmentId,
    bool WebEid)
{
    public const string Usage = """
          --scope machine|user    for everybody (needs administrator rights; the default) or only for you
          --browsers LIST         chrome,chromium,edge,firefox; without it: those that are installed
          --all                   also browsers that are not installed
          --directory DIR         Chromium's manifest into this folder only, for a browser started with --user-data-dir
          --dev-id                also allow the unpacked extension
          --web-eid               also answer Web eID's own extension, in place of its program
          --dry-run               only say what would be done
          --force                 although a check refuses; with uninstall: also what points to another program
          --json                  the outcome as JSON
        """;

    /// <exception cref="FormatException">With a sentence that says what is wrong.</exception>
    public static InstallOptions Parse(IReadOnlyList<string> args, IEnumerable<string> knownBrowsers)
    {
        var options = new InstallOptions(null, null, null, DryRun: false, Json: false, Force: false, All: false, DevelopmentId: false,
            WebEid: false);
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--scope" => options with { Scope = ScopeOf(Value()) },
                "--browsers" => options with { Browsers = BrowsersOf(Value(), knownBrowsers) },
                "--directory" => options with { Folder = Path.GetFullPath(Value()) },
                "--dry-run" or "--print" => options with { DryRun = true },
                "--json" => options with { Json = true },
                "--force" => options with { Force = true },
                "--all" => options with { All = true },
                "--dev-id" => options with { DevelopmentId = true },
                "--web-eid" => options with { WebEid = true },
                var unknown => throw new FormatException($"unknown option {unknown}"),
            };

            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value");
        }

        return options.Folder is not null && options.Scope is not null
            ? throw new FormatException("--directory and --scope exclude each other")
            : options;
    }

    private static InstallScope ScopeOf(string word) => word switch
    {
        "machine" => InstallScope.Machine,
        "user" => InstallScope.User,
        _ => throw new FormatException($"--scope is machine or user, not {word}"),
    };

    private static string[] BrowsersOf(string list, IEnumerable<string> known)
    {
        var named = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = named.Except(known, StringComparer.Ordinal).FirstOrDefault();
        return unknown is not null ? throw new FormatException($"unknown browser {unknown}")
            : named.Length == 0 ? throw new FormatException("--browsers names none")
            : named;
    }
}
