using System.Security.Cryptography.X509Certificates;
using EidBridge.Server.Site;
using EidBridge.Verification;

namespace EidBridge.Server.Trust;

/// <summary><c>eidbridge-server trust list | import FILE | check</c>: without starting the server.</summary>
internal static class TrustCommand
{
    public const string Name = "trust";

    private const int Done = 0;
    private const int Refused = 1;
    private const int Usage = 2;

    public static int Run(string[] arguments, IConfiguration configuration, TextWriter output, TimeProvider clock)
    {
        var folder = configuration[$"{TrustOptions.Section}:Directory"] ?? Path.Combine(configuration[$"{SiteOptions.Section}:DataDirectory"] ?? "data", "trust");
        try
        {
            return Run(arguments, folder, output, clock);
        }
        catch (InvalidDataException e)
        {
            output.WriteLine(e.Message);
            return Refused;
        }
    }

    private static int Run(string[] arguments, string folder, TextWriter output, TimeProvider clock)
    {
        switch (arguments)
        {
            case ["list"]:
                foreach (var (fingerprint, name) in BelgianRoots.Pins.OrderBy(p => p.Value, StringComparer.Ordinal))
                {
                    output.WriteLine($"{(File.Exists(Path.Combine(folder, fingerprint + ".crt")) ? "imported" : "missing ")}  {name}  {fingerprint}");
                }

                return Done;
            case ["import", var file]:
                var imported = TrustStore.Import(folder, file);
                output.WriteLine(imported is null
                    ? $"{file}: refused. It is neither a pinned Belgian root nor signed by one that is imported; import the root first."
                    : $"{imported}: imported. Restart the server to use it.");
                return imported is null ? Refused : Done;
            case ["check"]:
                return Check(folder, output, clock);
            default:
                output.WriteLine("usage: eidbridge-server trust list | trust import FILE | trust check");
                return Usage;
        }
    }

    private static int Check(string folder, TextWriter output, TimeProvider clock)
    {
        var roots = TrustFiles.ReadAll(folder).Where(BelgianRoots.IsPinned).ToList();
        var now = clock.GetUtcNow();
        foreach (var root in roots)
        {
            output.WriteLine($"{root.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}: valid until {new DateTimeOffset(root.NotAfter):yyyy-MM-dd}");
        }

        if (roots.Count == 0)
        {
            output.WriteLine("No root is imported: every eID login will be refused. Import one with: eidbridge-server trust import FILE");
        }

        return roots.Count > 0 && roots.TrueForAll(r => new DateTimeOffset(r.NotAfter) > now) ? Done : Refused;
    }
}
