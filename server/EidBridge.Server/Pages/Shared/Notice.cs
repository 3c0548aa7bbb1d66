using EidBridge.Protocol;
using EidBridge.Server.Localisation;

namespace EidBridge.Server.Pages.Shared;

/// <summary>A message in a frame, for the partial <c>_Notice</c>.</summary>
/// <param name="Kind"><c>info</c>, <c>good</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Title">What happened.</param>
/// <param name="Text">What to do.</param>
internal sealed record Notice(string Kind, string Title, string? Text = null)
{
    public string? Id { get; init; }

    /// <summary>Word of the error catalogue, kept in <c>data-code</c>.</summary>
    public string? Code { get; init; }

    /// <summary>What happened and what to do, from the error catalogue, in the request's language.</summary>
    /// <param name="code">Anything, also from an address: an unknown word gives null.</param>
    public static Notice? OfError(string? code)
    {
        var entry = ErrorCatalogue.All.FirstOrDefault(e => e.Code == code);
        return entry is null
            ? null
            : new Notice("error", entry.Texts[Texts.Language], entry.Help[Texts.Language]) { Id = "error", Code = entry.Code };
    }
}

/// <summary>Where the person is on the way from card to account, for the partial <c>_Steps</c>.</summary>
internal enum Step
{
    Identify,
    Profile,
    Details,
    Creation,
    Activation,
}
