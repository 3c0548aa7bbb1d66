using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class PromptTextsTests
{
    [TestMethod]
    public void EveryText_ExistsInAllFourLanguages()
    {
        var english = new PromptTexts("en").Keys.Order(StringComparer.Ordinal).ToArray();

        foreach (var language in Languages.All)
        {
            var texts = new PromptTexts(language);
            CollectionAssert.AreEqual(english, texts.Keys.Order(StringComparer.Ordinal).ToArray(), language);
            foreach (var key in english)
            {
                Assert.IsFalse(string.IsNullOrWhiteSpace(texts[key]), $"{language} {key}");
            }
        }
    }

    [TestMethod]
    public void EveryText_HasTheSamePlaceholdersInAllLanguages()
    {
        var english = new PromptTexts("en");

        foreach (var texts in Languages.All.Select(l => new PromptTexts(l)))
        {
            foreach (var key in english.Keys)
            {
                foreach (var placeholder in new[] { "{0}", "{1}", "{2}" })
                {
                    Assert.AreEqual(
                        english[key].Contains(placeholder, StringComparison.Ordinal),
                        texts[key].Contains(placeholder, StringComparison.Ordinal),
                        $"{texts.Language} {key} {placeholder}");
                }
            }
        }
    }

    [TestMethod]
    public void EveryFieldOfTheCard_HasAName()
    {
        var texts = new PromptTexts("nl");

        CollectionAssert.AreEquivalent(
            IdentityField.All.Select(field => $"field-{field}").ToArray(),
            texts.Keys.Where(key => key.StartsWith("field-", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void Buttons_HaveOneMnemonicEach_AndNoTwoInAViewShareIt()
    {
        string[][] together = [["pin", "log-in", "cancel"], ["pin", "sign", "cancel"], ["choose", "cancel"], ["share", "cancel"], ["back", "use-last-try"], ["use-this-card", "next-card"]];

        foreach (var texts in Languages.All.Select(l => new PromptTexts(l)))
        {
            foreach (var keys in together)
            {
                var letters = keys.Select(k => char.ToUpperInvariant(texts[k][texts[k].IndexOf('_', StringComparison.Ordinal) + 1])).ToArray();

                Assert.IsTrue(keys.All(k => texts[k].Count(c => c == '_') == 1), texts.Language);
                CollectionAssert.AllItemsAreUnique(letters, $"{texts.Language} {string.Join(' ', keys)}");
            }
        }
    }

    [TestMethod]
    [DataRow("nl", "3 mei 2031")]
    [DataRow("fr", "3 mai 2031")]
    [DataRow("de", "3. Mai 2031")]
    [DataRow("en", "3 May 2031")]
    public void Date_IsSpelledOut(string language, string expected)
    {
        var date = new PromptTexts(language).Date(new DateTimeOffset(2031, 5, 3, 0, 0, 0, TimeSpan.Zero));

        Assert.AreEqual(expected, date);
    }
}
