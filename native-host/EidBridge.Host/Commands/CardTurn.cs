using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>One login at a time for a user, whichever browser asks: a lock on a file, which the system lifts when a process ends.</summary>
internal sealed class CardTurn(string folder, TimeProvider time)
{
    private const string FileName = "card.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.Busy"/> after 2 s.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (time.GetElapsedTime(begun) >= Patience)
            {
                throw new EidBridgeException(ErrorCode.Busy, inner: e);
            }
            catch (IOException)
            {
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }
}
