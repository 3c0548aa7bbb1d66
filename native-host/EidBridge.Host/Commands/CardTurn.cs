using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>One login at a time for a user, whichever browser asks: a lock on a file, which the system lifts when a process ends.</summary>
internal sealed class CardTurn(string folder, TimeProvider time)
{
    private const string FileName = "card.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <returns>The turn, given back when disposed.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.Busy"/> after 2 s.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsTaken(e))
            {
                if (time.GetElapsedTime(begun) >= Patience)
                {
                    throw new EidBridgeException(ErrorCode.Busy, inner: e);
                }

                await Task.Delay(Interval, time, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A folder that cannot be written, a full disk: two windows at once are better than no login, and the card's own
                // transactions keep two hosts apart.
                return Stream.Null;
            }
        }
    }

    // EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
    private static bool IsTaken(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
