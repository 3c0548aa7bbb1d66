#pragma warning disable CA1050, MA0047, IDE0130 // .NET looks for a startup hook by this very name.

/// <summary>Somebody else's code in the host's process, which writes to standard output: once composition begins, and at the end.</summary>
internal static class StartupHook
{
    public const string Line = "a stray line";

    public static void Initialize()
    {
        AppDomain.CurrentDomain.AssemblyLoad += static (_, loaded) =>
        {
            if (loaded.LoadedAssembly.GetName().Name == "Microsoft.Extensions.Hosting")
            {
                Console.WriteLine(Line);
            }
        };
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Console.WriteLine(Line);
    }
}

#pragma warning restore CA1050, MA0047, IDE0130
