using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Host.Tests.Messaging;

namespace EidBridge.Host.Tests.Commands;

/// <summary>Why the PIN is asked for once more: said until it is answered, whatever else happens to readers and cards, and of that card only.</summary>
[TestClass]
public sealed class ReasonTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HostUnderTest _host = new();

    [TestCleanup]
    public void Clean() => _host.Dispose();

    [TestMethod]
    [DataRow("CardReset", "card-reset", false)]
    [DataRow("keypad-timed-out", "keypad-timeout", true)]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task ReasonAndDigits_StayWhenAReaderComes(string outcome, string reason, bool keypad)
    {
        var card = Card();
        card.HasPinPad = keypad;
        card.Signs.Enqueue(outcome);
        _host.Insert("Reader 1", card);
        _host.Prompt.At("enter-pin", Answer);
        _host.Prompt.At($"enter-pin {reason}", prompt =>
        {
            var waits = 0;
            _host.Readers.OnWait = () =>
            {
                if (++waits == 2)
                {
                    Answer(prompt);
                }
            };
            _host.Readers.Plug("Reader 2");
        });

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());

        Assert.AreEqual(reason, _host.Prompt.Views.OfType<PromptView.EnterPin>().Last().Code);
        Assert.AreEqual(2, _host.Prompt.Views.OfType<PromptView.EnterPin>().Count(), "asked once more than there was a reason");

        void Answer(ScriptedPrompt prompt)
        {
            if (keypad)
            {
                prompt.Agree(0);
            }
            else
            {
                prompt.Enter("1234", 0);
            }
        }
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task Reason_StaysWhileABusyCardIsLookedAt()
    {
        var card = Card();
        card.Signs.Enqueue(nameof(CardFault.CardReset));
        _host.Insert("Reader 1", card);
        var busy = FakeCard.Ec("Bo", "Claes", From, From.AddYears(9));
        Enumerable.Repeat(nameof(CardFault.CardBusy), 9).ToList().ForEach(busy.Reads.Enqueue);
        _host.Insert("Reader 2", busy);
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin card-reset", prompt =>
        {
            var before = busy.Reads.Count;
            _host.Readers.OnWait = () =>
            {
                _host.Time.Advance(TimeSpan.FromSeconds(2));
                if (busy.Reads.Count < before - 1)
                {
                    _host.Readers.OnWait = () => { };

                    // A card that is read anew stands last.
                    prompt.Enter("1234", 1);
                }
            };
        });

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());

        Assert.AreEqual("enter-pin card-reset | signing", string.Join(" | ", _host.Prompt.Screens.TakeLast(2)));
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task Reason_StaysWhenAnotherCardLeaves_AndNotForAnotherCard()
    {
        var card = Card();
        card.Signs.Enqueue(nameof(CardFault.CardReset));
        _host.Insert("Reader 1", card);
        _host.Insert("Reader 2", FakeCard.Ec("Bo", "Claes", From.AddYears(-9), From));
        _host.Insert("Reader 3", FakeCard.Ec("Cis", "Maes", From, From.AddYears(9)));
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin card-reset", _ => _host.Readers.Remove("Reader 2"));
        _host.Prompt.At("enter-pin card-reset", _ => _host.Readers.Remove("Reader 1"));
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());

        Assert.AreEqual("sign Reader 3", _host.Readers.Uses[^1]);
    }

    private static FakeCard Card() => FakeCard.Ec("An Maria", "Peeters", From, From.AddYears(9));
}
