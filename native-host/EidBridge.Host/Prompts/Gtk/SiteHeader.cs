using System.Net;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>Which site asks: the whole address, the host in bold, wrapped and never shortened.</summary>
internal static class SiteHeader
{
    private const int WrapCharacter = 1;

    public static nint Build(PromptWords words)
    {
        var header = Widgets.Column(14, "site");
        var line = Widgets.Line(16);
        var column = Widgets.Column(2);
        var origin = Widgets.Label(words.Origin, "origin");
        Gtk3.SetWrapMode(origin, WrapCharacter);
        Gtk3.SetMarkup(origin, Markup(words.Origin));
        Widgets.Pack(column, Widgets.Label(words.Asks, "asks"), origin);
        Widgets.Pack(line, Widgets.Picture(Pictures.LogoSize, Pictures.LogoSize, Pictures.DrawLogo));
        Widgets.PackGrowing(line, column);
        Widgets.Pack(header, line);
        if (words.FirstVisit is { } text)
        {
            Widgets.Pack(header, Widgets.Label(text, "banner", "attention"));
        }

        return header;
    }

    private static string Markup(string origin)
    {
        var host = origin.IndexOf("://", StringComparison.Ordinal);
        host = host < 0 ? 0 : host + 3;
        var (scheme, rest) = (WebUtility.HtmlEncode(origin[..host]), WebUtility.HtmlEncode(origin[host..]));

        // A hyphen added at the end of a line would make another address of it.
        return $"""<span insert_hyphens="false"><span alpha="65%" weight="normal">{scheme}</span>{rest}</span>""";
    }
}
