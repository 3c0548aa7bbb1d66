using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EidBridge.Card;

namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>How a pinentry answered a command.</summary>
internal enum AssuanAnswer
{
    Ok,

    /// <summary>The other button, where a dialog has three.</summary>
    NotConfirmed,

    /// <summary>Cancel, the window closed, an error, or the program gone: nothing was agreed to.</summary>
    Cancelled,
}

/// <summary>
/// A pinentry program and the Assuan protocol over its pipes: one line of command, then lines up to <c>OK</c> or <c>ERR</c>. Data lines are
/// decoded into pinned memory and never become a string.
/// </summary>
internal sealed class AssuanConnection : IDisposable
{
    /// <summary>Longest line that Assuan allows, line end included.</summary>
    private const int MaxLine = 1002;

    private const int NotConfirmedCode = 114;

    private static readonly TimeSpan EndLimit = TimeSpan.FromMilliseconds(500);
    private readonly byte[] _received = SecretMemory.Allocate(MaxLine);
    private readonly Process _process;
    private int _length;

    private AssuanConnection(Process process) => _process = process;

    /// <param name="program">Absolute path: the search path of whoever started us is not asked.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static AssuanConnection Start(string program)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new AssuanConnection(process);
    }

    /// <summary>Reads the greeting.</summary>
    public Task<AssuanAnswer> GreetAsync(CancellationToken cancellationToken) => ReadAnswerAsync(data: null, cancellationToken);

    /// <param name="command">Without the line end; its value escaped by <see cref="Escape"/>.</param>
    /// <param name="data">Takes what data lines bring; null where none is expected.</param>
    public async Task<AssuanAnswer> AskAsync(string command, SecretBytes? data, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteAsync($"{command}\n".AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It has ended; what it said before, if anything, decides.
        }

        return await ReadAnswerAsync(data, cancellationToken);
    }

    /// <returns>The text with line breaks and percent signs as Assuan wants them.</returns>
    public static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    public void Dispose()
    {
        // A dialog that is not needed any more cannot be asked to close.
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(EndLimit);
        }

        _process.Dispose();
        CryptographicOperations.ZeroMemory(_received);
    }

    private async Task<AssuanAnswer> ReadAnswerAsync(SecretBytes? data, CancellationToken cancellationToken)
    {
        while (await ReadLineAsync(cancellationToken) is var length and >= 0)
        {
            var answer = Interpret(_received.AsSpan(0, length), data);
            Forget(length + 1);
            if (answer is { } known)
            {
                return known;
            }
        }

        return AssuanAnswer.Cancelled;
    }

    /// <returns>Null for lines that end nothing: data, status, comments.</returns>
    private static AssuanAnswer? Interpret(ReadOnlySpan<byte> line, SecretBytes? data)
    {
        if (line.StartsWith("D "u8))
        {
            data?.AppendDecoded(line[2..]);
            return null;
        }

        if (line.SequenceEqual("OK"u8) || line.StartsWith("OK "u8))
        {
            return AssuanAnswer.Ok;
        }

        if (!line.StartsWith("ERR "u8))
        {
            return null;
        }

        // The low 16 bits are the code, above them is who says it.
        var isNumber = System.Buffers.Text.Utf8Parser.TryParse(line[4..], out uint code, out _);
        return isNumber && (code & 0xFFFF) == NotConfirmedCode ? AssuanAnswer.NotConfirmed : AssuanAnswer.Cancelled;
    }

    /// <returns>Length of the first line without its end, or -1 when there is none to come.</returns>
    private async Task<int> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _received.AsSpan(0, _length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return end;
            }

            var read = _length == MaxLine
                ? 0
                : await _process.StandardOutput.BaseStream.ReadAsync(_received.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return -1;
            }

            _length += read;
        }
    }

    private void Forget(int count)
    {
        var rest = _received.AsSpan(count, _length - count);
        rest.CopyTo(_received);
        CryptographicOperations.ZeroMemory(_received.AsSpan(rest.Length, count));
        _length = rest.Length;
    }
}
