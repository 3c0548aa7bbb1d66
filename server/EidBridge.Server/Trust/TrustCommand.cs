using EidBridge.Server.Site;
using EidBridge.Verification;

namespace EidBridge.Server.Trust;

/// <summary><c>eidbridge-server trust fetch | import | list | check</c>: without starting the server.</summary>
internal static class TrustCommand
{
    public const string Name = "trust";

    private const string Help = """
        eidbridge-server trust: the certificates that a login may rest on.

          fetch [ADDRESS…]   gets the pinned roots and known issuing CAs where they are
                             published, or certificates from the addresses given
          import PATH…       takes certificates from files (DER or PEM) or folders, offline
          list               what is here, until when it is valid and how old it is
          check              what is wrong and what to do about it; for monitoring

        Only pinned roots, and issuing CAs that one of them has signed, are taken. The
        server reads them at its start. All take --json.

        Ends with 0 done, 1 a check failed or a part was not done, 2 wrong usage,
        3 not allowed, 4 a file could not be read or written.
        """;

    /// <param name="pins">The Belgian ones when not given.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, IConfiguration configuration, TextWriter output, TimeProvider clock, IReadOnlyDictionary<string, string>? pins = null)
    {
        var words = arguments.Where(word => word != "--json").ToArray();
        var writer = new TrustWriter(output, asJson: words.Length < arguments.Length);
        var options = configuration.GetSection(TrustOptions.Section).Get<TrustOptions>() ?? new TrustOptions();

        // In full: a folder named in relation to the one a command is run in is another one than the server's, more often than not.
        var directory = Path.GetFullPath(
            options.Directory ?? Path.Combine(configuration[$"{SiteOptions.Section}:{nameof(SiteOptions.DataDirectory)}"] ?? "data", "trust"));
        pins ??= BelgianRoots.Pins;
        var folder = new TrustFolder(directory, pins, clock);
        try
        {
            switch (words)
            {
                case ["help" or "--help" or "-h"] or [_, "--help"]:
                    writer.WriteText(Help);
                    return ExitCode.Done;
                case ["fetch", .. var addresses] when Array.TrueForAll(addresses, IsAddress):
                    return writer.Write(await FetchAsync(folder, addresses, options, writer), "Restart the server to use what was added.");
                case ["import", _, ..] when !words[1..].Any(word => word.StartsWith('-')):
                    return writer.Write(Import(folder, words[1..]), "Restart the server to use what was added.");
                case ["list"]:
                    writer.WriteList(TrustReport.Make(folder, pins, options, clock.GetUtcNow()));
                    return ExitCode.Done;
                case ["check"]:
                    return writer.WriteCheck(TrustReport.Make(folder, pins, options, clock.GetUtcNow()));
                default:
                    writer.WriteText(Help);
                    return ExitCode.Usage;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            writer.WriteProblem($"{e.Message} Run this as the user of the server.");
            return ExitCode.Forbidden;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            writer.WriteProblem(e.Message);
            return ExitCode.BrokenFile;
        }
    }

    private static bool IsAddress(string word) => Uri.TryCreate(word, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static Task<IReadOnlyList<TrustResult>> FetchAsync(TrustFolder folder, string[] addresses, TrustOptions options, TrustWriter writer) => TrustFetch.RunAsync(
        folder, addresses.Length > 0 ? addresses : options.Sources.Count > 0 ? options.Sources : TrustFetch.KnownSources(), writer.WriteAsking, CancellationToken.None);

    // A file that cannot be read in a folder keeps no other from being taken; one that was named alone is a fault of its own.
    private static IReadOnlyList<TrustResult> Import(TrustFolder folder, string[] paths)
    {
        var unreadable = new List<TrustResult>();
        var offered = new List<(string Source, System.Security.Cryptography.X509Certificates.X509Certificate2 Certificate)>();
        foreach (var path in paths)
        {
            var files = TrustFiles.Find(path).ToList();
            if (files.Count == 0)
            {
                throw new InvalidDataException($"{path}: this folder holds no .crt, .cer, .der or .pem file");
            }

            foreach (var file in files)
            {
                try
                {
                    offered.AddRange(TrustFiles.ReadMany(file).Select(certificate => (file, certificate)));
                }
                catch (InvalidDataException e) when (Directory.Exists(path))
                {
                    unreadable.Add(new TrustResult(file, TrustOutcome.Unreadable, Reason: e.Message[(file.Length + 2)..]));
                }
            }
        }

        return [.. folder.TakeAll(offered), .. unreadable];
    }
}
