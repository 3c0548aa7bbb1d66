using System.Text.Json;

namespace EidBridge.Host.Tests.Messaging;

/// <summary>Compares a frame, whole, with what a case expects; <c>*</c> at the end of a string stands for anything, before and behind it for a part.</summary>
internal static class JsonPattern
{
    public static void AssertMatches(JsonElement expected, string frame)
    {
        using var actual = JsonDocument.Parse(frame);
        Assert.IsTrue(Matches(expected, actual.RootElement), $"expected {expected.GetRawText()}, got {frame}");
    }

    private static bool Matches(JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) =>
            expected.EnumerateObject().Count() == actual.EnumerateObject().Count()
            && expected.EnumerateObject().All(m => actual.TryGetProperty(m.Name, out var value) && Matches(m.Value, value)),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            expected.GetArrayLength() == actual.GetArrayLength()
            && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => Matches(pair.First, pair.Second)),
        (JsonValueKind.String, JsonValueKind.String) => Matches(expected.GetString()!, actual.GetString()!),
        _ => JsonElement.DeepEquals(expected, actual),
    };

    private static bool Matches(string expected, string actual) =>
        expected is ['*', .. var part, '*'] ? actual.Contains(part, StringComparison.Ordinal)
        : expected.EndsWith('*') ? actual.StartsWith(expected[..^1], StringComparison.Ordinal) : expected == actual;
}
