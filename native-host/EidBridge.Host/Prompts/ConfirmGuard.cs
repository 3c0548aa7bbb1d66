namespace EidBridge.Host.Prompts;

/// <summary>
/// Confirming does nothing for half a second after the window appears, changes or gets the focus, so that a key or click meant for
/// something else cannot approve a login (deployment.md, T14).
/// </summary>
internal sealed class ConfirmGuard(TimeProvider time)
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private long _since = time.GetTimestamp();

    public bool IsOpen => time.GetElapsedTime(_since) >= Delay;

    public void Restart() => _since = time.GetTimestamp();
}
