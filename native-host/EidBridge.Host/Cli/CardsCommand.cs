using System.Globalization;
using EidBridge.Card;

namespace EidBridge.Host.Cli;

/// <summary><c>cards [--json]</c>: what is in the readers, for helpdesks. No PIN, no try, nothing that is sent anywhere.</summary>
internal static class CardsCommand
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, Func<ICardReaders> openReaders, TimeProvider time)
    {
        if (args is not ([] or ["--json"]))
        {
            terminal.WriteError("usage: eidbridge-host cards [--json]");
            return ExitCode.Usage;
        }

        var json = args.Length > 0;
        try
        {
            var readers = await CardReport.ReadAsync(openReaders, time);
            terminal.WriteLine(json ? CardReportWriter.ToJson(readers) : CardReportWriter.ToText(readers, CultureInfo.CurrentUICulture.Name));
            return readers.Any(reader => reader.Problem is not null) ? ExitCode.Failed : ExitCode.Done;
        }
        catch (CardException e)
        {
            terminal.WriteLine(StatusCommand.Explain(e, json));
            return ExitCode.Failed;
        }
    }
}
