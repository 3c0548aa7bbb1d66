namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>The sentences and buttons of one pinentry, and the three things it can ask.</summary>
internal sealed class PinentryDialog : IDisposable
{
    private readonly AssuanConnection _connection;
    private string _title = string.Empty;

    private PinentryDialog(AssuanConnection connection) => _connection = connection;

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static PinentryDialog Start(string program) => new(AssuanConnection.Start(program));

    /// <param name="mayGrab">Whether the dialog may take the whole keyboard: good for a PIN, bad for a message that stays.</param>
    public async Task OpenAsync(string title, bool mayGrab, CancellationToken cancellationToken)
    {
        await _connection.GreetAsync(cancellationToken);
        if (!mayGrab)
        {
            await _connection.AskAsync("OPTION no-grab", data: null, cancellationToken);
        }

        _title = title;
        await SetAsync("SETTITLE", title, cancellationToken);
    }

    /// <summary>Takes back every sentence and button; the title and the options stay.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await _connection.AskAsync("RESET", data: null, cancellationToken);
        await SetAsync("SETTITLE", _title, cancellationToken);
    }

    /// <summary>Sets <c>SETDESC</c>, <c>SETPROMPT</c>, <c>SETERROR</c>, <c>SETOK</c>, <c>SETNOTOK</c>, <c>SETCANCEL</c>.</summary>
    public async Task SetAsync(string command, string text, CancellationToken cancellationToken) =>
        await _connection.AskAsync($"{command} {AssuanConnection.Escape(text)}", data: null, cancellationToken);

    public Task<AssuanAnswer> ConfirmAsync(CancellationToken cancellationToken) =>
        _connection.AskAsync("CONFIRM", data: null, cancellationToken);

    /// <summary>One button only.</summary>
    public Task<AssuanAnswer> TellAsync(CancellationToken cancellationToken) =>
        _connection.AskAsync("MESSAGE", data: null, cancellationToken);

    public Task<AssuanAnswer> GetPinAsync(SecretBytes typed, CancellationToken cancellationToken) =>
        _connection.AskAsync("GETPIN", typed, cancellationToken);

    public void Dispose() => _connection.Dispose();
}
