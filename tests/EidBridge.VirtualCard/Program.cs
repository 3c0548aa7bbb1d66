using EidBridge.VirtualCard;

try
{
    var line = CommandLine.Parse(args);
    switch (line.Verb)
    {
        case "help":
            Terminal.WriteLine(CommandLine.Help);
            return 0;
        case "pki":
            CardPki.OpenOrCreate(line.Pki, TimeProvider.System.GetUtcNow(), line.Responder);
            return 0;
        default:
            using (var commands = new StreamReader(Terminal.OpenInput()))
            {
                await new CardProgram(line, TimeProvider.System).RunAsync(commands);
            }

            return 0;
    }
}
catch (Exception e) when (e is FormatException or OverflowException or KeyNotFoundException)
{
    Terminal.WriteError($"{e.Message}\n\n{CommandLine.Help}");
    return 2;
}
catch (Exception e) when (e is OperationCanceledException or TimeoutException)
{
    Terminal.WriteError("No virtual reader listens on that port of loopback");
    return 1;
}
