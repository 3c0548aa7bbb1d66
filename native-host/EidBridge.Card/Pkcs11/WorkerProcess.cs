using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Security.Cryptography;

namespace EidBridge.Card.Pkcs11;

/// <summary>One worker, started for one module. What it does not answer in its time ends it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly AnonymousPipeServerStream _pins;

    private WorkerProcess(Process process, AnonymousPipeServerStream pins) => (_process, _pins) = (process, pins);

    /// <param name="program">The program that knows <c>pkcs11-worker</c>.</param>
    /// <param name="module">Absolute path.</param>
    /// <exception cref="CardException"><see cref="CardFault.ModuleFailed"/>.</exception>
    public static WorkerProcess Start(string program, string module)
    {
#pragma warning disable CA2000 // Goes into the object that is returned, or is disposed below.
        var pins = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
#pragma warning restore CA2000
        try
        {
            var info = new ProcessStartInfo(program, ["pkcs11-worker", module, pins.GetClientHandleAsString()])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                CreateNoWindow = true,
            };
            var process = Process.Start(info) ?? throw new InvalidOperationException(program);
            pins.DisposeLocalCopyOfClientHandle();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return new WorkerProcess(process, pins);
        }
        catch (Win32Exception e)
        {
            pins.Dispose();
            throw new CardException(CardFault.ModuleFailed, "the worker does not start", e);
        }
    }

    /// <param name="write">The request.</param>
    /// <param name="read">Takes the answer apart.</param>
    /// <param name="pin">Goes through a pipe of its own, and nowhere else; null where none is needed.</param>
    /// <exception cref="CardException"><see cref="CardFault.ModuleFailed"/>: it crashed, hangs or talks nonsense; the worker has ended then.</exception>
    public T Ask<T>(Action<BinaryWriter> write, Func<BinaryReader, T> read, Pin? pin, TimeSpan limit)
    {
        var talk = Task.Run(() => Talk(write, pin));
        try
        {
            using var answer = talk.Wait(limit) ? talk.Result : throw new CardException(CardFault.ModuleFailed, "no answer in time");
            return read(answer);
        }
        catch (Exception e) when (e is AggregateException { InnerException: IOException or ObjectDisposedException } or IOException or ArgumentException or FormatException)
        {
            End();
            throw new CardException(CardFault.ModuleFailed, "the worker has ended, or a module talks on its pipe", e);
        }
        catch (CardException e) when (e.Fault == CardFault.ModuleFailed)
        {
            End();
            throw;
        }
    }

    public void Dispose()
    {
        End();
        _pins.Dispose();
        _process.Dispose();
    }

    private BinaryReader Talk(Action<BinaryWriter> write, Pin? pin)
    {
        WorkerMessage.Send(_process.StandardInput.BaseStream, write);
        if (pin is not null)
        {
            var digits = SecretMemory.Allocate(Pin.MaxLength);
            try
            {
                _pins.Write(digits, 0, pin.CopyDigits(digits));
                _pins.Flush();
            }
            finally
            {
                CryptographicOperations.ZeroMemory(digits);
            }
        }

        return WorkerMessage.Receive(_process.StandardOutput.BaseStream) ?? throw new IOException("no answer");
    }

    private void End()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // Ended by itself in this very moment.
        }
    }
}
