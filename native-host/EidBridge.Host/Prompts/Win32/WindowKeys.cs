using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>What keys and clicks do before the control sees them: Escape, Tab, Enter, arrows in the list, Alt and a letter.</summary>
internal sealed class WindowKeys(Board board, Action escape)
{
    /// <returns>Whether the message is done with.</returns>
    public bool Handle(Message message)
    {
        if (message.Window != board.Window && board.Find(message.Window) is null)
        {
            return false;
        }

        switch (message.Id)
        {
            case MessageId.KeyDown:
                return Press((int)message.WParam);
            case MessageId.SystemChar:
                return Reach(char.ToUpperInvariant((char)message.WParam));
            case MessageId.LeftDown or MessageId.LeftDoubleClick when board.Find(message.Window) is CardList list:
                list.Click(message.LParam);
                return true;
            default:
                return false;
        }
    }

    private bool Press(int key)
    {
        const int Held = 0x8000;
        var backwards = key == KeyCode.Tab && (User32.GetKeyState(KeyCode.Shift) & Held) != 0;
        if (key == KeyCode.Escape)
        {
            escape();
            return true;
        }

        if (!backwards && board.Focused?.Press(key) == true)
        {
            return true;
        }

        if (key == KeyCode.Tab)
        {
            Move(backwards ? -1 : +1);
            return true;
        }

        return false;
    }

    private void Move(int by)
    {
        var stops = board.Controls.Where(c => c is { TakesKeys: true, IsEnabled: true, IsVisible: true }).ToList();
        if (stops.Count > 0)
        {
            var at = board.Focused is { } focused ? stops.IndexOf(focused) : -1;
            at = at < 0 ? (by > 0 ? 0 : stops.Count - 1) : (at + by + stops.Count) % stops.Count;
            stops[at].Focus();
        }
    }

    private bool Reach(char letter)
    {
        var found = board.Controls.OfType<IMnemonic>().FirstOrDefault(m => m.Letter == letter && ((Control)m).IsVisible);
        found?.Reach();
        return found is not null;
    }
}
