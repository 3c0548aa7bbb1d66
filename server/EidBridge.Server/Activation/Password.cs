namespace EidBridge.Server.Activation;

/// <summary>A password as typed. Printing it says only what it is.</summary>
internal sealed class Password(string text)
{
    /// <summary>For the hasher and the rule, nothing else.</summary>
    internal string Text { get; } = text;

    public override string ToString() => "(password)";
}
