using EidBridge.Server.Development;
using EidBridge.Server.Site;
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
            foreach (var certificate in TrustFiles.ReadAll(TrustStore.DirectoryOf(options, site.Value)).Concat(options.DevelopmentRoots.Select(TrustFiles.Read)))
            {
                certificate.Dispose();
            }

            return ValidateOptionsResult.Success;
        }
        catch (InvalidDataException e)
        {
            return ValidateOptionsResult.Fail($"Trust: {e.Message}");
        }
    }
}
