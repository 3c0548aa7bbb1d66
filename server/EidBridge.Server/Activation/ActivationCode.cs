namespace EidBridge.Server.Activation;

/// <summary>Six digits sent by text message or mail. Printing it says only what it is.</summary>
internal sealed class ActivationCode
{
    public const int Length = 6;

    private ActivationCode(string digits) => Digits = digits;

    /// <summary>For the message that carries it and for hashing, nothing else.</summary>
    internal string Digits { get; }

    /// <param name="text">What was typed; blanks are left out.</param>
    /// <returns>The code, or null when it is not six digits and so costs no try.</returns>
    public static ActivationCode? TryParse(string? text)
    {
        var digits = string.Concat((text ?? string.Empty).Where(c => !char.IsWhiteSpace(c)));
        return digits.Length == Length && digits.All(char.IsAsciiDigit) ? new ActivationCode(digits) : null;
    }

    public override string ToString() => "(code)";
}
