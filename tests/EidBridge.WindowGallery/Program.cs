using EidBridge.Host;
using EidBridge.WindowGallery;

if (args is ["serve", ..] && OperatingSystem.IsLinux())
{
    // The window has the surroundings that it has in the host.
    LibraryEnvironment.Reduce();
}

return args switch
{
    ["serve", "stubborn"] => await GalleryServer.RunAsync(Console.In, Utf8Output(), stubborn: true),
    ["serve"] => await GalleryServer.RunAsync(Console.In, Utf8Output()),
    ["pictures", var folder] => await PictureMaker.RunAsync(folder, Console.Out),
    ["pictures-win32", var folder] => await PictureMaker.RunOnWineAsync(folder, Console.Out),
    _ => Usage(),
};

// Windows would write in the code page of a console that is not there.
static TextWriter Utf8Output() => new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };

static int Usage()
{
    Console.Error.WriteLine("EidBridge.WindowGallery pictures FOLDER    a PNG of every state, language and theme of the host's window");
    Console.Error.WriteLine("EidBridge.WindowGallery pictures-win32 FOLDER    the same of the window on Windows, on wine");
    Console.Error.WriteLine("EidBridge.WindowGallery serve [stubborn]   shows the states named on standard input, on this display, which lets no window to the front");
    return 2;
}
