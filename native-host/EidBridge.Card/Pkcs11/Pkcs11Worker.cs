using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;

namespace EidBridge.Card.Pkcs11;

/// <summary>
/// The child process <c>eidbridge-host pkcs11-worker MODULE PIN-PIPE</c>: answers requests until its input ends, and ends then, whatever the module
/// is doing. A module that crashes or hangs takes this process with it and no other.
/// </summary>
public static class Pkcs11Worker
{
    /// <param name="module">Absolute path.</param>
    /// <param name="pinPipe">Handle of the pipe that PINs come through, as the parent names it.</param>
    /// <param name="input">Requests.</param>
    /// <param name="output">Answers.</param>
    /// <param name="end">Ends this process at once: the host has gone, and a module may be in a call that never returns.</param>
    public static void Run(string module, string pinPipe, Stream input, Stream output, Action end)
    {
        ArgumentNullException.ThrowIfNull(end);
        Pkcs11Module.UseSystemLoader();
        using var pins = new AnonymousPipeClientStream(PipeDirection.In, pinPipe);
        using var requests = new BlockingCollection<BinaryReader>();
        new Thread(() => Read(input, requests, end)) { IsBackground = true }.Start();
        Pkcs11Module? loaded = null;
        try
        {
            foreach (var request in requests.GetConsumingEnumerable())
            {
                using (request)
                {
                    WorkerMessage.Send(output, answer => Answer(request, answer, pins, () => loaded ??= new Pkcs11Module(module)));
                }
            }
        }
        finally
        {
            loaded?.Dispose();
        }
    }

    /// <summary>A thread of its own: the one that is in the module's hands does not see the end of the input.</summary>
    private static void Read(Stream input, BlockingCollection<BinaryReader> requests, Action end)
    {
        try
        {
#pragma warning disable CA2000 // Whoever takes it from there disposes it.
            while (WorkerMessage.Receive(input) is { } request)
#pragma warning restore CA2000
            {
                requests.Add(request);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Not the host that speaks there, or nobody listens here any more: as good as gone.
        }

        end();
    }

    private static void Answer(BinaryReader request, BinaryWriter answer, Stream pins, Func<Pkcs11Module> load)
    {
        var slot = 0UL;
        try
        {
            if ((WorkerCommand)request.ReadByte() == WorkerCommand.Find)
            {
                var use = (CardCertificate)request.ReadInt32();
                Found(load().Find(use), request.ReadInt32(), answer);
                return;
            }

            slot = request.ReadUInt64();
            var signature = Sign(request, slot, pins, load);
            answer.Write((byte)WorkerOutcome.Signed);
            answer.WriteBytes(signature);
        }
        catch (Pkcs11Exception e)
        {
            Refused(e.RV, slot, answer, load);
        }
#pragma warning disable CA1031 // A module that cannot be loaded, or that answers nonsense: the parent is told, whatever it was.
        catch (Exception e)
#pragma warning restore CA1031
        {
            answer.Write((byte)WorkerOutcome.Failed);
            answer.Write(e.GetType().Name);
        }
    }

    private static void Found(List<TokenCertificate> certificates, int index, BinaryWriter answer)
    {
        if (index >= certificates.Count)
        {
            answer.Write((byte)WorkerOutcome.NoToken);
            return;
        }

        answer.Write((byte)WorkerOutcome.Found);
        certificates[index].WriteTo(answer);
        answer.Write(certificates.Count);
    }

    private static byte[] Sign(BinaryReader request, ulong slot, Stream pins, Func<Pkcs11Module> load)
    {
        var (shown, label, id, isRsa, input) = (WorkerMessage.ReadBytes(request), request.ReadString(), WorkerMessage.ReadBytes(request), request.ReadBoolean(), WorkerMessage.ReadBytes(request));
        var length = request.ReadInt32();
        if (length == 0)
        {
            return load().Sign(slot, shown, label, id, isRsa, input, pin: null);
        }

        // As long as the PIN: a module is given the whole array. Taken out of the pipe before anything can fail.
        var pin = SecretMemory.Allocate(length);
        try
        {
            pins.ReadExactly(pin);
            return load().Sign(slot, shown, label, id, isRsa, input, pin);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pin);
        }
    }

    private static void Refused(CKR code, ulong slot, BinaryWriter answer, Func<Pkcs11Module> load)
    {
        var outcome = code switch
        {
            CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE => WorkerOutcome.WrongPin,
            CKR.CKR_PIN_LOCKED => WorkerOutcome.PinBlocked,
            CKR.CKR_FUNCTION_CANCELED or CKR.CKR_CANCEL => WorkerOutcome.Cancelled,
            CKR.CKR_TOKEN_NOT_PRESENT or CKR.CKR_DEVICE_REMOVED => WorkerOutcome.TokenGone,
            _ => WorkerOutcome.Failed,
        };
        answer.Write((byte)outcome);
        if (outcome == WorkerOutcome.WrongPin)
        {
            answer.Write(load().IsFinalTry(slot));
        }
        else if (outcome == WorkerOutcome.Failed)
        {
            answer.Write(code.ToString());
        }
    }
}
