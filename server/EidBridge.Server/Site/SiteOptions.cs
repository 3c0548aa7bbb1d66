using System.ComponentModel.DataAnnotations;
using EidBridge.Verification;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Site;

/// <summary>Section <c>Site</c>: what the site is called by browsers and where its files are.</summary>
internal sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>The origin as browsers spell it. http only on localhost.</summary>
    [Required]
    public required Uri Origin { get; init; }

    /// <summary>Logs, the master key and, by default, the database.</summary>
    [Required]
    public required string DataDirectory { get; init; }

    /// <summary>Base64 of 32 bytes; without it a key is made in <see cref="DataDirectory"/> on the first run.</summary>
    public string? MasterKey { get; init; }
}

[OptionsValidator]
internal sealed partial class SiteOptionsValidator : IValidateOptions<SiteOptions>;

/// <summary>What no attribute can say of <c>Site:Origin</c>.</summary>
internal sealed class SiteOriginRule : IValidateOptions<SiteOptions>
{
    public ValidateOptionsResult Validate(string? name, SiteOptions options)
    {
        if (options.Origin is not { IsAbsoluteUri: true } origin
            || origin.PathAndQuery.Length > 1 || origin.Fragment.Length > 0 || origin.UserInfo.Length > 0)
        {
            return ValidateOptionsResult.Fail("Site:Origin must be an origin such as https://login.example.org, without a path");
        }

        var allowed = origin.Scheme == Uri.UriSchemeHttps
            || (origin.Scheme == Uri.UriSchemeHttp && string.Equals(origin.Host, "localhost", StringComparison.Ordinal));
        return allowed ? AsBrowsersSay(origin) : ValidateOptionsResult.Fail("Site:Origin must be https; http is for localhost only");
    }

    // What the verifier would refuse at the first login is said at the start.
    private static ValidateOptionsResult AsBrowsersSay(Uri origin)
    {
        try
        {
            SiteOrigin.Validate(origin.GetLeftPart(UriPartial.Authority));
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException e)
        {
            return ValidateOptionsResult.Fail($"Site:Origin: {e.Message}");
        }
    }
}
