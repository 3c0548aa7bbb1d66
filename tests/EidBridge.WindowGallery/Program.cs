using EidBridge.WindowGallery;

return args switch
{
    ["serve"] => await GalleryServer.RunAsync(Console.In, Console.Out),
    ["pictures", var folder] => await PictureMaker.RunAsync(folder, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("EidBridge.WindowGallery pictures FOLDER    a PNG of every state, language and theme of the host's window");
    Console.Error.WriteLine("EidBridge.WindowGallery serve              shows the states named on standard input, on this display");
    return 2;
}
