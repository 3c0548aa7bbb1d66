using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>The window as assistive technology has it: over a real accessibility bus, from another process.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ScreenReaderTests
{
    private AccessibilityBus _bus = null!;
    private Stage _stage = null!;

    [TestInitialize]
    public async Task OpenAsync()
    {
        _bus = await AccessibilityBus.OpenAsync();
        _stage = await Stage.OpenAsync(bus: _bus);
    }

    [TestCleanup]
    public async Task CloseAsync()
    {
        await _stage.DisposeAsync();
        await _bus.DisposeAsync();
    }

    [TestMethod]
    public async Task EverythingThatCanBeUsed_HasANameOverTheBus()
    {
        await ShowAsync("several-cards");

        var told = await _bus.ReadAsync();

        Assert.Contains("frame: EidBridge – log in to portal.example []", told.Select(line => line.Replace(" [focusable]", " []", StringComparison.Ordinal)));
        Assert.Contains("label: https://portal.example []", told);
        Assert.IsTrue(told.Any(line => line.StartsWith("password text: PIN [focused", StringComparison.Ordinal)), string.Join('\n', told));
        Assert.IsTrue(told.Any(line => line.StartsWith("list item: An Janssens, Citizen CA · valid until 3 May 2031, ACS ACR39U ICC Reader 00 00 [selected", StringComparison.Ordinal)));
        Assert.IsTrue(told.Any(line => line.StartsWith("list item: Heidi Müller, The certificate on your card has expired.", StringComparison.Ordinal)));
        Assert.IsTrue(told.Any(line => line.StartsWith("push button: Log in [", StringComparison.Ordinal) && line.Contains("unavailable", StringComparison.Ordinal)), "no PIN yet");
        Assert.IsEmpty(told.Where(line => line.Contains(": [", StringComparison.Ordinal) && line.Contains("focusable", StringComparison.Ordinal)));
        Assert.DoesNotContain("Your reader has keys", string.Join('\n', told), "what is not shown is not told");
    }

    [TestMethod]
    public async Task CardThatCannotBeUsed_IsToldAsUnavailable_AndWhy()
    {
        const string Why = "The certificate on your card has expired.";
        await ShowAsync("several-cards");

        var told = await _bus.ReadAsync();

        var row = Array.FindIndex(told, line => line.StartsWith("list item: Heidi Müller, ", StringComparison.Ordinal));
        Assert.EndsWith("unavailable]", told[row]);
        Assert.AreEqual($"described: {Why}", told[row + 1]);
        var list = Array.FindIndex(told, line => line.StartsWith("list box: Choose ", StringComparison.Ordinal));
        Assert.Contains($": {Why}", told[list + 1], "heard where the keyboard comes by");
        Assert.IsFalse(told.Any(line => line.StartsWith("list item: An Janssens", StringComparison.Ordinal) && line.Contains("unavailable", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task TypedPin_IsToldAsDotsOnly()
    {
        await ShowAsync("one-card");
        await _stage.TypeAsync("7391");

        var typed = (await _bus.ReadAsync()).Single(line => line.StartsWith("typed: ", StringComparison.Ordinal))["typed: ".Length..];

        Assert.AreEqual(4, typed.Length);
        Assert.IsFalse(typed.Any(char.IsAsciiDigit));
    }

    [TestMethod]
    [DataRow("one-card", "Cancel")]
    [DataRow("share-everything", "Cancel")]
    [DataRow("pin-blocked", "Close")]
    public async Task Button_IsPressedWithoutKeyboardOrMouse(string state, string button)
    {
        await ShowAsync(state);

        await _bus.PressAsync(button);

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    [DataRow("keypad", "30 seconds left")]
    [DataRow("share-everything", "everything")]
    [DataRow("last-try", "Wrong PIN. You have one try left.")]
    [DataRow("last-try-from-before", "The last PIN for this card was wrong: one try was left.")]
    [DataRow("card-removed", "card")]
    [DataRow("sign", "5F3A 91C0 … 21D4 A9C3")]
    public async Task WhatTheWindowSays_IsToldToo(string state, string words)
    {
        await ShowAsync(state);

        Assert.Contains(words, string.Join('\n', await _bus.ReadAsync()));
    }

    [TestMethod]
    public async Task WrongPinOfAnotherCard_IsToldNowhere()
    {
        const string Said = "The last PIN for this card was wrong: 2 tries were left.";
        await ShowAsync("wrong-before-of-one");
        var first = await _bus.ReadAsync();

        await _stage.PressAsync("shift+Tab", "Down", "Tab");
        var second = await _bus.ReadAsync();

        Assert.Contains($"described: {Said}", first, "where the PIN is typed");
        Assert.DoesNotContain(Said, string.Join('\n', second));
    }

    private async Task ShowAsync(string state)
    {
        await _stage.ShowAsync(state);
        await _stage.FocusAsync(await _stage.FindWindowAsync());
    }
}
