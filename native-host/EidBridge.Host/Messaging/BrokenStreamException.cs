namespace EidBridge.Host.Messaging;

/// <summary>Nothing that is read or written after this can be trusted: no reply, <see cref="ExitCode.BrokenStream"/>.</summary>
internal sealed class BrokenStreamException(string message, Exception? inner = null) : Exception(message, inner);
