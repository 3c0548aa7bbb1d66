using EidBridge.Host;
using EidBridge.Host.Cli;
using EidBridge.Host.Messaging;

if (OperatingSystem.IsWindows())
{
    WindowsHardening.Apply(loadsModules: args is ["pkcs11-worker", ..]);
}

var caller = Caller.From(args, Terminal.IsInputRedirected);
return caller.IsBrowser ? await NativeMode.RunAsync(caller) : await CommandLine.RunAsync(args, Terminal.Open());
