using EidBridge.Host.Prompts;

namespace EidBridge.WindowGallery;

/// <summary>A kind of window, and what a test must be able to ask of its thread.</summary>
internal abstract class GalleryScreen
{
    public abstract bool IsAvailable { get; }

    public static GalleryScreen OfThisSystem() => OperatingSystem.IsWindows() ? new Win32Screen() : new GtkScreen();

    public abstract IPrompt Open(TimeProvider time);

    /// <summary>Runs the action on the window's thread, after those posted before it.</summary>
    public abstract void Post(Action action);

    /// <summary>Returns when the window has handled every key and focus change that the screen has sent.</summary>
    public abstract Task SettleAsync();

    /// <summary>What a screen reader is told. For the window's thread.</summary>
    /// <returns>One <c>role: name</c> per object, in order.</returns>
    public abstract IReadOnlyList<string> ReadTree();

    /// <summary>Another window is in front, and then ours again. For the window's thread.</summary>
    public virtual void LeaveAndReturn() => throw new NotSupportedException();

    public Task RunAsync(Action? action = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            action?.Invoke();
            done.SetResult();
        });
        return done.Task;
    }
}
