using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using EidBridge.Card;
using EidBridge.Host.Commands;
using EidBridge.Host.Configuration;
using EidBridge.Host.Messaging;
using EidBridge.Host.Prompts;
using EidBridge.Host.Tests.Commands;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Messaging;

/// <summary>The real loop over pipes in memory: what is real and what is not stands in the constructor.</summary>
internal sealed class HostUnderTest : IDisposable
{
    public const string Nonce = "c2VjcmV0IG5vbmNlIHRoYXQgbXVzdCBub3QgYmUgbG9nZ2Vk";
    public const string Origin = "https://doctor.example";

    /// <summary>A conversation whose script nobody answers fails by its name instead of holding the run.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Pipe _toHost = new();
    private readonly Pipe _fromHost = new();
    private readonly NativeChannel _channel;
    private readonly NativeSession _session;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-test-");

    /// <param name="configuration">Defaults where null.</param>
    /// <param name="openReaders">In place of <see cref="Readers"/>.</param>
    /// <param name="openPrompt">In place of <see cref="Prompt"/>.</param>
    public HostUnderTest(HostConfiguration? configuration = null, Func<ICardReaders>? openReaders = null, Func<IPrompt>? openPrompt = null)
    {
        var used = configuration ?? new HostConfiguration();
        var tries = new TriesMemory(used.SharedDevice ? null : TriesFile, Time);
        var sites = new SiteMemory(Path.Combine(_folder.FullName, "sites"));
        var world = new CardWorld(openReaders ?? (() => Readers), openPrompt ?? (() => Prompt), new CardTurn(_folder.FullName, Time), sites,
            new IssuerCache(Path.Combine(_folder.FullName, "issuers")), tries);
        var dispatcher = new Dispatcher(
            new CardRequestHandler(world, used, Time), new StatusHandler(() => Readers, Time), Time, new Logger<Dispatcher>(Log));
        _channel = new NativeChannel(_toHost.Reader.AsStream(), _fromHost.Writer.AsStream(), Time);
        _session = new NativeSession(_channel, () => Compose(dispatcher), Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public FakeCardReaders Readers { get; } = new();

    public ScriptedPrompt Prompt { get; } = new();

    /// <summary>What an earlier process remembered, and what a later one will: a process of its own each time.</summary>
    public TriesMemory Tries => new(TriesFile, Time);

    public LogText Log { get; } = new();

    public string Folder => _folder.FullName;

    private string TriesFile => Path.Combine(_folder.FullName, "tries");

    /// <summary>How often the program was put together.</summary>
    public int Composed { get; private set; }

    /// <summary>When set, composing fails with it.</summary>
    public Exception? CompositionFault { get; set; }

    public Stream Input => _toHost.Writer.AsStream(leaveOpen: true);

    public async Task<int> RunAsync()
    {
        VersionFrame.WriteTo(_fromHost.Writer.AsStream(leaveOpen: true));
        var code = await _session.RunAsync();
        await _fromHost.Writer.CompleteAsync();
        return code;
    }

    public async Task SendAsync(string json) => await SendAsync(Encoding.UTF8.GetBytes(json));

    public async Task SendAsync(byte[] body)
    {
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)body.Length);
        await Input.WriteAsync(length);
        await Input.WriteAsync(body);
        await Input.FlushAsync();
    }

    public void End() => _toHost.Writer.Complete();

    /// <returns>The next frame's text, or null when the host has ended.</returns>
    public async Task<string?> ReceiveAsync()
    {
        var output = new FrameReader(_fromHost.Reader.AsStream(leaveOpen: true), TimeProvider.System, FrameWriter.MaxLength, Timeout.InfiniteTimeSpan);
        return await output.ReadAsync() is { } body ? Encoding.UTF8.GetString(body) : null;
    }

    /// <summary>A call of the service that does not come back while time goes by.</summary>
    public void Hold(ManualResetEventSlim free)
    {
        while (!free.Wait(TimeSpan.FromMilliseconds(10)))
        {
            Time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>A card in a reader that was not there before.</summary>
    public void Insert(string reader, FakeCard card)
    {
        Readers.Plug(reader);
        Readers.Insert(reader, card);
    }

    /// <summary>A whole conversation, which ends well.</summary>
    /// <returns>Every frame after the version.</returns>
    public async Task<IReadOnlyList<string>> AskAsync(string request, CancellationToken cancellationToken = default)
    {
        var running = RunAsync();
        await ReceiveAsync().WaitAsync(Limit, cancellationToken);
        await SendAsync(request);
        var frames = new List<string>();
        while (await ReceiveAsync().WaitAsync(Limit, cancellationToken) is { } frame)
        {
            frames.Add(frame);
        }

        Assert.AreEqual(0, await running.WaitAsync(Limit, cancellationToken));
        return frames;
    }

    /// <returns>The one reply to a login, or nothing.</returns>
    public async Task<string> LogInAsync() => (await AskAsync(
        $$$"""{"command":"authenticate","arguments":{"challengeNonce":"{{{Nonce}}}","origin":"{{{Origin}}}","lang":"nl"}}""")).SingleOrDefault() ?? string.Empty;

    public void Dispose()
    {
        _channel.Dispose();
        _folder.Delete(recursive: true);
    }

    private AnswerRequest Compose(Dispatcher dispatcher)
    {
        Composed++;
        return CompositionFault is { } fault ? throw fault : dispatcher.AnswerAsync;
    }
}

/// <summary>Everything that was logged, at every level, exceptions included.</summary>
internal sealed class LogText : ILoggerFactory, ILogger
{
    private readonly StringBuilder _text = new();

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_text)
        {
            _text.AppendLine(formatter(state, exception)).Append(exception);
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }
}
