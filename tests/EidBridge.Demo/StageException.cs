namespace EidBridge.Demo;

/// <summary>A part of the stage did not do what the journey needs; the message names the part.</summary>
public sealed class StageException(string message, Exception? inner = null) : Exception(message, inner);
