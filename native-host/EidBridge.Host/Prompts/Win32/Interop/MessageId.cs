namespace EidBridge.Host.Prompts.Win32.Interop;

/// <summary>The messages that we send or listen to.</summary>
internal static class MessageId
{
    public const uint Activate = 0x0006;
    public const uint SetFocus = 0x0007;
    public const uint SetText = 0x000C;
    public const uint Paint = 0x000F;
    public const uint Close = 0x0010;
    public const uint EraseBackground = 0x0014;
    public const uint SystemColorChange = 0x0015;
    public const uint ShowWindow = 0x0018;
    public const uint SettingChange = 0x001A;
    public const uint DrawItem = 0x002B;
    public const uint SetFont = 0x0030;
    public const uint ContextMenu = 0x007B;
    public const uint SetIcon = 0x0080;
    public const uint KeyDown = 0x0100;
    public const uint Char = 0x0102;
    public const uint SystemKeyDown = 0x0104;
    public const uint SystemChar = 0x0106;
    public const uint UnicodeChar = 0x0109;
    public const uint Command = 0x0111;
    public const uint ColorEdit = 0x0133;
    public const uint ColorListBox = 0x0134;
    public const uint LeftDown = 0x0201;
    public const uint LeftDoubleClick = 0x0203;
    public const uint RightDown = 0x0204;
    public const uint RightUp = 0x0205;
    public const uint DpiChanged = 0x02E0;
    public const uint Cut = 0x0300;
    public const uint Undo = 0x0304;
    public const uint App = 0x8000;

    public const uint EditSetSelection = 0x00B1;
    public const uint EditReplaceSelection = 0x00C2;
    public const uint EditUndo = 0x00C7;
    public const uint EditSetPasswordChar = 0x00CC;

    public const uint ListAdd = 0x0180;
    public const uint ListSetSelection = 0x0186;
    public const uint ListGetSelection = 0x0188;
    public const uint ListSetTop = 0x0197;
    public const uint ListSetItemHeight = 0x01A0;
    public const uint ListItemFromPoint = 0x01A9;
}

/// <summary>Codes of keys.</summary>
internal static class KeyCode
{
    public const int Tab = 0x09;
    public const int Enter = 0x0D;
    public const int Shift = 0x10;
    public const int Escape = 0x1B;
    public const int Space = 0x20;
    public const int PageUp = 0x21;
    public const int End = 0x23;
    public const int Home = 0x24;
    public const int Up = 0x26;
    public const int Down = 0x28;
    public const int Delete = 0x2E;
    public const int Clear = 0x0C;
}
