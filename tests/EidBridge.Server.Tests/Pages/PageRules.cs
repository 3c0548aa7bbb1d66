using System.Text.RegularExpressions;
using EidBridge.Protocol;

namespace EidBridge.Server.Tests.Pages;

/// <summary>What holds for every page.</summary>
internal static partial class PageRules
{
    /// <param name="html">The whole page.</param>
    /// <param name="ids">Ids that others rely on, with spaces between.</param>
    /// <param name="language">The one asked for.</param>
    public static void AssertWhole(string html, string ids, string language)
    {
        Assert.Contains($"<html lang=\"{language}\">", html);
        Assert.HasCount(1, Heading().Matches(html), "one h1");
        Assert.DoesNotMatchRegex(InlineCode(), html);
        Assert.Contains("Root of the page tests", html);

        var found = Id().Matches(html).Select(match => match.Groups["found"].Value).ToList();
        CollectionAssert.AllItemsAreUnique(found);
        var wanted = ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(Languages.All.Select(l => $"lang-{l}"));
        CollectionAssert.IsSubsetOf(wanted.ToList(), found);

        foreach (var input in VisibleInput().Matches(html).Select(match => match.Groups["found"].Value))
        {
            Assert.Contains($"<label for=\"{input}\">", html);
        }
    }

    [GeneratedRegex("""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex("<h1", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("\\sid=\"(?<found>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("<(?:input|select)\\s(?:type=\"radio\"\\s)?id=\"(?<found>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VisibleInput();
}
