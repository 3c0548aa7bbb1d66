using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>A log that a test can read.</summary>
internal sealed class LogLines : ILogger<RevocationCheck>
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    public IReadOnlyList<(LogLevel Level, string Text)> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add((logLevel, formatter(state, exception)));
}
