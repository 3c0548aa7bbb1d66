using System.Reflection;
using System.Text.RegularExpressions;

namespace EidBridge.Protocol.Tests;

[TestClass]
public sealed partial class ErrorCatalogueTests
{
    // Web eID's own codes: a page made for web-eid.js turns any other into its UnknownError.
    private static readonly string[] WebEidCodes =
    [
        "ERR_WEBEID_ACTION_PENDING", "ERR_WEBEID_ACTION_TIMEOUT", "ERR_WEBEID_CONTEXT_INSECURE",
        "ERR_WEBEID_EXTENSION_UNAVAILABLE", "ERR_WEBEID_NATIVE_FATAL", "ERR_WEBEID_NATIVE_INVALID_ARGUMENT",
        "ERR_WEBEID_NATIVE_UNAVAILABLE", "ERR_WEBEID_UNKNOWN_ERROR", "ERR_WEBEID_USER_CANCELLED",
        "ERR_WEBEID_USER_TIMEOUT", "ERR_WEBEID_VERSION_MISMATCH",
    ];

    private static string[] Constants { get; } =
        [.. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    public static IEnumerable<TestDataRow<ErrorEntry>> Entries =>
        ErrorCatalogue.All.Select(entry => new TestDataRow<ErrorEntry>(entry) { DisplayName = entry.Code });

    [TestMethod]
    public void EveryConstant_HasAnEntry_AndEveryEntryAConstant()
    {
        var entries = ErrorCatalogue.All.Select(entry => entry.Code).Order(StringComparer.Ordinal).ToArray();

        CollectionAssert.AreEqual(Constants, entries);
    }

    [TestMethod]
    public void CodesInTheFile_AreUniqueAndSorted()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("errors.json")!;
        using var reader = new StreamReader(stream);

        var codes = TopLevelName().Matches(reader.ReadToEnd()).Select(match => match.Groups["code"].Value).ToArray();

        CollectionAssert.AreEqual(Constants, codes);
    }

    [TestMethod]
    [DynamicData(nameof(Entries))]
    public void EveryEntry_SaysWhatHappenedAndWhatToDo_InFourLanguages(ErrorEntry entry)
    {
        CollectionAssert.AreEquivalent(Languages.All.ToArray(), entry.Texts.Keys.ToArray());
        CollectionAssert.AreEquivalent(Languages.All.ToArray(), entry.Help.Keys.ToArray());

        foreach (var sentence in entry.Texts.Values.Concat(entry.Help.Values))
        {
            Assert.MatchesRegex(@"^\p{Lu}.{5,}\.$", sentence);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Entries))]
    public void EveryEntry_MapsToAKnownWebEidCode_AndAnErrorStatus(ErrorEntry entry)
    {
        Assert.Contains(entry.WebEid, WebEidCodes);
        Assert.IsInRange(400, 504, entry.Status);
        Assert.MatchesRegex("^[a-z]+(-[a-z0-9]+)+$|^busy$", entry.Code);
    }

    [TestMethod]
    [DataRow("nl-BE", "U hebt geannuleerd. Klik opnieuw als u toch wilt doorgaan.")]
    [DataRow("de", "Sie haben abgebrochen. Klicken Sie erneut, wenn Sie doch fortfahren möchten.")]
    [DataRow("pl", "You cancelled. Click again if you want to go on after all.")]
    [DataRow(null, "You cancelled. Click again if you want to go on after all.")]
    public void TextFor_IsInTheClosestLanguage(string? language, string expected)
    {
        var text = ErrorCatalogue.TextFor(ErrorCode.UserCancelled, language);

        Assert.AreEqual(expected, text);
    }

    [GeneratedRegex("^  \"(?<code>[^\"]+)\": \\{$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TopLevelName();
}
