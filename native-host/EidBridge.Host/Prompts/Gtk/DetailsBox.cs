namespace EidBridge.Host.Prompts.Gtk;

/// <summary>What exactly the person agrees to, above the cards.</summary>
internal static class DetailsBox
{
    public static void AddTo(nint body, PromptWords words)
    {
        foreach (var detail in words.Details)
        {
            Widgets.Pack(body, Widgets.Label(detail, "agreed"));
        }
    }
}
