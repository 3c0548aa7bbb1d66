using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Win32.Interop;

/// <summary>Smooth shapes. Each function answers with a status; one that fails leaves a picture out and nothing else.</summary>
internal static unsafe partial class GdiPlus
{
    private const string Library = "gdiplus.dll";

    [LibraryImport(Library, EntryPoint = "GdiplusStartup")]
    internal static partial int Start(out nint token, in Startup input, nint output);

    [LibraryImport(Library, EntryPoint = "GdipCreateFromHDC")]
    internal static partial int CreateGraphics(nint dc, out nint graphics);

    [LibraryImport(Library, EntryPoint = "GdipDeleteGraphics")]
    internal static partial int DeleteGraphics(nint graphics);

    [LibraryImport(Library, EntryPoint = "GdipSetSmoothingMode")]
    internal static partial int SetSmoothing(nint graphics, int mode);

    [LibraryImport(Library, EntryPoint = "GdipSetPixelOffsetMode")]
    internal static partial int SetPixelOffset(nint graphics, int mode);

    [LibraryImport(Library, EntryPoint = "GdipTranslateWorldTransform")]
    internal static partial int Translate(nint graphics, float x, float y, int order);

    [LibraryImport(Library, EntryPoint = "GdipScaleWorldTransform")]
    internal static partial int Scale(nint graphics, float x, float y, int order);

    [LibraryImport(Library, EntryPoint = "GdipSetClipRect")]
    internal static partial int SetClip(nint graphics, float x, float y, float width, float height, int mode);

    [LibraryImport(Library, EntryPoint = "GdipResetClip")]
    internal static partial int ResetClip(nint graphics);

    [LibraryImport(Library, EntryPoint = "GdipCreateSolidFill")]
    internal static partial int CreateBrush(uint color, out nint brush);

    [LibraryImport(Library, EntryPoint = "GdipDeleteBrush")]
    internal static partial int DeleteBrush(nint brush);

    [LibraryImport(Library, EntryPoint = "GdipCreatePen1")]
    internal static partial int CreatePen(uint color, float width, int unit, out nint pen);

    [LibraryImport(Library, EntryPoint = "GdipSetPenLineCap197819")]
    internal static partial int SetCaps(nint pen, int start, int end, int dash);

    [LibraryImport(Library, EntryPoint = "GdipSetPenLineJoin")]
    internal static partial int SetJoin(nint pen, int join);

    [LibraryImport(Library, EntryPoint = "GdipDeletePen")]
    internal static partial int DeletePen(nint pen);

    [LibraryImport(Library, EntryPoint = "GdipCreatePath")]
    internal static partial int CreatePath(int fill, out nint path);

    [LibraryImport(Library, EntryPoint = "GdipAddPathArc")]
    internal static partial int AddArc(nint path, float x, float y, float width, float height, float start, float sweep);

    [LibraryImport(Library, EntryPoint = "GdipClosePathFigure")]
    internal static partial int ClosePath(nint path);

    [LibraryImport(Library, EntryPoint = "GdipDeletePath")]
    internal static partial int DeletePath(nint path);

    [LibraryImport(Library, EntryPoint = "GdipFillPath")]
    internal static partial int FillPath(nint graphics, nint brush, nint path);

    [LibraryImport(Library, EntryPoint = "GdipDrawPath")]
    internal static partial int DrawPath(nint graphics, nint pen, nint path);

    [LibraryImport(Library, EntryPoint = "GdipFillRectangle")]
    internal static partial int FillRectangle(nint graphics, nint brush, float x, float y, float width, float height);

    [LibraryImport(Library, EntryPoint = "GdipFillEllipse")]
    internal static partial int FillEllipse(nint graphics, nint brush, float x, float y, float width, float height);

    [LibraryImport(Library, EntryPoint = "GdipDrawEllipse")]
    internal static partial int DrawEllipse(nint graphics, nint pen, float x, float y, float width, float height);

    [LibraryImport(Library, EntryPoint = "GdipDrawLines")]
    internal static partial int DrawLines(nint graphics, nint pen, float* points, int count);

    [LibraryImport(Library, EntryPoint = "GdipCreateBitmapFromScan0")]
    internal static partial int CreateBitmap(int width, int height, int stride, int format, nint bytes, out nint bitmap);

    [LibraryImport(Library, EntryPoint = "GdipGetImageGraphicsContext")]
    internal static partial int GetGraphics(nint image, out nint graphics);

    [LibraryImport(Library, EntryPoint = "GdipCreateHICONFromBitmap")]
    internal static partial int CreateIcon(nint bitmap, out nint icon);

    [LibraryImport(Library, EntryPoint = "GdipDisposeImage")]
    internal static partial int DisposeImage(nint image);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Startup
    {
        public uint Version;
        public nint DebugCallback;
        public int NoBackgroundThread;
        public int NoCodecs;
    }
}
