namespace EidBridge.Host.Prompts;

/// <summary>What the person is asked to agree to.</summary>
/// <param name="Word">Begins the names of its texts in <c>texts.json</c>.</param>
/// <param name="NeedsPin">Whether a PIN is asked for; else a yes is enough.</param>
internal abstract record PromptPurpose(string Word, bool NeedsPin)
{
    internal sealed record LogIn() : PromptPurpose("log-in", NeedsPin: true)
    {
        public static LogIn Only { get; } = new();
    }

    /// <summary>Which certificate to sign with; the site learns it.</summary>
    internal sealed record ChooseCertificate() : PromptPurpose("choose", NeedsPin: false)
    {
        public static ChooseCertificate Only { get; } = new();
    }

    /// <param name="DocumentName">What the site calls the document, or null.</param>
    /// <param name="HashFunction">For example <c>SHA-384</c>.</param>
    /// <param name="Hash">In hexadecimal; shown in short form.</param>
    internal sealed record Sign(string? DocumentName, string HashFunction, string Hash) : PromptPurpose("sign", NeedsPin: true);

    /// <param name="Fields">Names of <see cref="Protocol.Identity.IdentityField"/>.</param>
    /// <param name="Everything">Whether the files go out as they are, with all that is in them.</param>
    internal sealed record ShareIdentity(IReadOnlyList<string> Fields, bool Everything) : PromptPurpose("share", NeedsPin: false);
}
