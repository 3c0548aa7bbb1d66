using EidBridge.Protocol;
using EidBridge.Server.Development;
using EidBridge.Server.Site;
using EidBridge.Verification;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

/// <summary>Section <c>Trust</c>: whose certificates a login may rest on.</summary>
internal sealed class TrustOptions
{
    public const string Section = "Trust";

    /// <summary>Imported Belgian certificates; <c>trust</c> in the data directory when not given.</summary>
    public string? Directory { get; init; }

    /// <summary>Files of development roots, with their issuing CAs beside them. Loopback only.</summary>
    public IReadOnlyList<string> DevelopmentRoots { get; init; } = [];

    /// <summary>Addresses for <c>trust fetch</c> instead of the known ones: a mirror, or more issuing CAs. What comes from there must still be pinned.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>After so long without <c>trust fetch</c> or <c>trust import</c>, the checks say so: new issuing CAs come every year.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How long before a root's end the checks say so.</summary>
    public TimeSpan WarnBeforeEnd { get; init; } = TimeSpan.FromDays(90);

    public RevocationSettings Revocation { get; init; } = new();
}

/// <summary>A development root on a public address would let anybody in: the server refuses to start and names the key.</summary>
internal sealed class DevelopmentRootsOnLoopbackOnly(LoopbackRule rule) : IValidateOptions<TrustOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustOptions options)
    {
        if (options.DevelopmentRoots.Count == 0)
        {
            return ValidateOptionsResult.Success;
        }

        if (options.DevelopmentRoots.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            return ValidateOptionsResult.Fail($"Trust:DevelopmentRoots: {missing} is no file");
        }

        return rule.Refusal("Trust:DevelopmentRoots") is { } refusal ? ValidateOptionsResult.Fail(refusal) : ValidateOptionsResult.Success;
    }
}

/// <summary>A certificate that cannot be read stops the server at its start, instead of the first login.</summary>
internal sealed class ReadableCertificates(IOptions<SiteOptions> site) : IValidateOptions<TrustOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustOptions options)
    {
        try
        {
            foreach (var certificate in TrustFiles.ReadAll(TrustStore.DirectoryOf(options, site.Value)))
            {
                certificate.Dispose();
            }

            return options.DevelopmentRoots.FirstOrDefault(file => !VouchesForSomebody(file)) is { } useless
                ? ValidateOptionsResult.Fail($"Trust:DevelopmentRoots: {useless} is no CA with a strong key")
                : ValidateOptionsResult.Success;
        }
        catch (InvalidDataException e)
        {
            return ValidateOptionsResult.Fail($"Trust: {e.Message}");
        }
    }

    private static bool VouchesForSomebody(string file)
    {
        using var root = TrustFiles.Read(file);
        try
        {
            return IssuingCa.Read(root.RawData) is not null;
        }
        catch (EidBridgeException)
        {
            return false;
        }
    }
}
