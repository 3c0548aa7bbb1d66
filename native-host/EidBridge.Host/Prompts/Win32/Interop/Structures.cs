using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Win32.Interop;

/// <summary>A rectangle in pixels; right and bottom are outside.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct Rect(int Left, int Top, int Right, int Bottom)
{
    public readonly int Width => Right - Left;

    public readonly int Height => Bottom - Top;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Message
{
    public nint Window;
    public uint Id;
    public nint WParam;
    public nint LParam;
    public uint Time;
    public int X;
    public int Y;
}

[StructLayout(LayoutKind.Sequential)]
internal struct WindowClass
{
    public uint Size;
    public uint Style;
    public nint Procedure;
    public int ClassExtra;
    public int WindowExtra;
    public nint Instance;
    public nint Icon;
    public nint Cursor;
    public nint Background;
    public nint MenuName;
    public nint ClassName;
    public nint SmallIcon;
}

[StructLayout(LayoutKind.Sequential)]
internal struct DrawItem
{
    public uint ControlType;
    public uint ControlId;
    public uint ItemId;
    public uint Action;
    public uint State;
    public nint Window;
    public nint Dc;
    public Rect Area;
    public nint Data;

    public readonly bool IsSelected => (State & 0x0001) != 0;

    public readonly bool IsDisabled => (State & 0x0004) != 0;

    public readonly bool HasFocus => (State & 0x0010) != 0;

    /// <summary>The underlines of mnemonics are shown only once Alt was pressed, unless the person set it otherwise.</summary>
    public readonly bool HidesMnemonics => (State & 0x0100) != 0;
}

[StructLayout(LayoutKind.Sequential)]
internal struct PaintData
{
    public nint Dc;
    public int Erase;
    public Rect Area;
    public int Restore;
    public int Update;
    public long Reserved1;
    public long Reserved2;
    public long Reserved3;
    public long Reserved4;
}

[StructLayout(LayoutKind.Sequential)]
internal struct FlashData
{
    public uint Size;
    public nint Window;
    public uint Flags;
    public uint Count;
    public uint Interval;
}

[StructLayout(LayoutKind.Sequential)]
internal struct MonitorData
{
    public uint Size;
    public Rect Whole;
    public Rect Work;
    public uint Flags;
}

[StructLayout(LayoutKind.Sequential)]
internal struct HighContrastData
{
    public uint Size;
    public uint Flags;
    public nint Scheme;
}

/// <summary>LOGFONTW.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FontData
{
    private const int FaceLength = 32;

    public int Height;
    public int Width;
    public int Escapement;
    public int Orientation;
    public int Weight;
    public byte Italic;
    public byte Underline;
    public byte StrikeOut;
    public byte CharSet;
    public byte OutPrecision;
    public byte ClipPrecision;
    public byte Quality;
    public byte PitchAndFamily;
    public fixed char Face[FaceLength];
}

/// <summary>NONCLIENTMETRICSW.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FrameMetrics
{
    public uint Size;
    public int BorderWidth;
    public int ScrollWidth;
    public int ScrollHeight;
    public int CaptionWidth;
    public int CaptionHeight;
    public FontData CaptionFont;
    public int SmallCaptionWidth;
    public int SmallCaptionHeight;
    public FontData SmallCaptionFont;
    public int MenuWidth;
    public int MenuHeight;
    public FontData MenuFont;
    public FontData StatusFont;
    public FontData MessageFont;
    public int PaddedBorderWidth;
}
