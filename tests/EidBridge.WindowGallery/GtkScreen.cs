using EidBridge.Host.Prompts;
using EidBridge.Host.Prompts.Gtk;

namespace EidBridge.WindowGallery;

internal sealed class GtkScreen : GalleryScreen
{
    public override bool IsAvailable => GtkPrompt.IsAvailable;

    public override IPrompt Open(TimeProvider time) => new GtkPrompt(time);

    public override void Post(Action action) => GtkLoop.Post(action);

    public override Task SettleAsync() => RunAsync(PendingEvents.Handle);

    public override IReadOnlyList<string> ReadTree() => AccessibleTree.Read();
}
