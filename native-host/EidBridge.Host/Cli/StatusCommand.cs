using System.Globalization;
using System.Text;
using EidBridge.Card;
using EidBridge.Host.Commands;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Cli;

/// <summary><c>status [--json]</c>: is there a service, a reader, a card? Sends nothing to a card.</summary>
internal static class StatusCommand
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, Func<ICardReaders> openReaders)
    {
        if (args is not ([] or ["--json"]))
        {
            terminal.WriteError("usage: eidbridge-host status [--json]");
            return ExitCode.Usage;
        }

        var json = args.Length > 0;
        try
        {
            var status = await new StatusHandler(openReaders, TimeProvider.System).HandleAsync();
            terminal.WriteLine(json ? ToJson(status) : ToText(status));
            return ExitCode.Done;
        }
        catch (CardException e)
        {
            terminal.WriteLine(Explain(e, json));
            return ExitCode.Failed;
        }
    }

    /// <returns>What happened and what to do, or the frame that a browser would get.</returns>
    public static string Explain(CardException e, bool json)
    {
        var failure = FailureReply.From(CardFaults.ToError(e), CultureInfo.CurrentUICulture.Name);
        return json ? ToJson(failure) : $"{failure.Message} ({failure.Code})";
    }

    private static string ToText(StatusReply status) => string.Create(
        CultureInfo.InvariantCulture,
        $"eidbridge-host {HostVersion.Number}, readers: {status.ReadersWithCard.Count}, cards: {status.ReadersWithCard.Count(card => card)}");

    private static string ToJson(HostReply reply) => Encoding.UTF8.GetString(ReplyWriter.Write(reply));
}
