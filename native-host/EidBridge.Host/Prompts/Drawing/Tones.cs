namespace EidBridge.Host.Prompts.Drawing;

/// <summary>What the pictures must know of the colours around them.</summary>
/// <param name="IsDark">Whether the background is dark.</param>
/// <param name="Text">The colour of text.</param>
/// <param name="Accent">Ours, chosen for contrast on that background.</param>
internal sealed record Tones(bool IsDark, Ink Text, Ink Accent);
