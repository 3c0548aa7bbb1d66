namespace EidBridge.Host.Prompts.Win32;

/// <summary>A label that is told each second how many are left. Lives on the windows' thread.</summary>
internal sealed class Countdown : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Label _label;
    private readonly Func<int, string> _text;
    private readonly ITimer _timer;
    private int _left;
    private bool _gone;

    public Countdown(Label label, Func<int, string> text, int seconds, TimeProvider time)
    {
        (_label, _text, _left) = (label, text, seconds);
        _timer = time.CreateTimer(_ => WindowLoop.Post(Tick), state: null, Second, Second);
    }

    public void Dispose()
    {
        _gone = true;
        _timer.Dispose();
    }

    private void Tick()
    {
        if (!_gone && _left > 0)
        {
            _label.Say(_text(--_left));
        }
    }
}
