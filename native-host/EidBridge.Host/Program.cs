using EidBridge.Host;
using EidBridge.Host.Cli;

return await CommandLine.RunAsync(args, Terminal.Open());
