using System.Text;
using EidBridge.Host.Prompts;

namespace EidBridge.Host.Tests.Commands;

/// <summary>A person who types the PIN, or agrees, whenever the window asks, and puts the card back whenever it is missed.</summary>
/// <param name="putBack">Does nothing when the card is in its reader.</param>
internal sealed class PatientPerson(Action putBack) : IPrompt
{
    private readonly PromptEvents _events = new();

    public List<PromptView> Views { get; } = [];

    /// <summary>The code of each screen that asked for a PIN; null where nothing had gone wrong.</summary>
    public List<string?> Asked { get; } = [];

    public void Show(PromptView view)
    {
        if (_events.BeginView(view) is not { } number)
        {
            return;
        }

        Views.Add(view);
        switch (view)
        {
            case PromptView.EnterPin { Cards: var cards, Chosen: var chosen, Code: var code } when cards[chosen].HasKeypad:
                Asked.Add(code);
                _events.Report(number, new PromptEvent.Confirmed(chosen));
                break;
            case PromptView.EnterPin pin:
                Asked.Add(pin.Code);
                _events.Report(number, new PromptEvent.PinEntered(pin.Chosen, new Card.Pin(Encoding.ASCII.GetBytes("1234"))));
                break;
            case PromptView.Confirm confirm:
                _events.Report(number, new PromptEvent.Confirmed(confirm.Chosen));
                break;
            default:
                putBack();
                break;
        }
    }

    public ValueTask<PromptEvent> NextEventAsync(CancellationToken cancellationToken) => _events.NextAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _events.Dispose();
        return ValueTask.CompletedTask;
    }
}
