using EidBridge.Host.Prompts.Drawing;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Which site asks: the whole address, the host in bold, wrapped and never shortened.</summary>
internal static class SiteHeader
{
    public static IBlock Build(Board board, PromptWords words)
    {
        Theme Theme() => board.Theme;
        var logo = new PictureBox(board, Pictures.LogoSize, Pictures.LogoSize, p => p.Surface, (canvas, _) => Pictures.DrawLogo(canvas));
        var site = new Column(Theme, gap: 3)
            .Add(new Label(board, words.Asks, LabelStyle.Asks))
            .Add(new AddressLabel(board, words.Origin));
        var header = new Column(Theme, gap: 14).Add(new PictureRow(Theme, logo, site));
        return words.FirstVisit is { } text ? header.Add(new Label(board, text, LabelStyle.Attention)) : header;
    }
}
