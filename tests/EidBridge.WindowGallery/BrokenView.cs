using EidBridge.Host.Prompts;

namespace EidBridge.WindowGallery;

/// <summary>A view that no window knows: drawing it is an exception on GTK's thread.</summary>
internal sealed record BrokenView() : PromptView(new PromptSite("https://portal.example", FirstVisit: false), "en");
