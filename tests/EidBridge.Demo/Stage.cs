using System.Runtime.ExceptionServices;
using EidBridge.VirtualCard;

namespace EidBridge.Demo;

/// <summary>How a stage is set.</summary>
public sealed record StageOptions
{
    public Applet Applet { get; init; } = Applet.V18;

    public string Person { get; init; } = "an";

    public string Pin { get; init; } = "1234";

    public bool WithExtension { get; init; } = true;

    public bool WithHost { get; init; } = true;

    public bool WithServer { get; init; } = true;

    /// <summary>Chromium.</summary>
    public bool WithBrowser { get; init; } = true;

    public bool WithFirefox { get; init; }

    /// <summary>Names of other sites that both browsers look for on loopback, with whatever certificate they find there.</summary>
    public IReadOnlyList<string> LocalNames { get; init; } = [];

    /// <summary>Policies as Chromium reads them, or null; the extension comes by them then.</summary>
    public string? ChromiumPolicies { get; init; }

    /// <summary>Firefox's <c>policies.json</c>, or null; the extension comes by it then.</summary>
    public string? FirefoxPolicies { get; init; }

    public TimeSpan Provisioning { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>On the display this program was started on, where there is one, instead of one in memory.</summary>
    public bool OnThisDisplay { get; init; }

    /// <summary>Port of the server; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The card's own settings (timing, undocumented choices).</summary>
    public CardOptions Card { get; init; } = new();
}

/// <summary>
/// Everything between page and card on one machine: a virtual card in a private pcscd, an X server, Chromium with the
/// extension, the published host and the published server, all in one temporary folder.
/// </summary>
public sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan BetweenPresses = TimeSpan.FromSeconds(2);

    private readonly List<IAsyncDisposable> _parts = [];

    private Stage(string folder, StageOptions options)
    {
        Folder = folder;
        Options = options;
    }

    public string Folder { get; }

    public StageOptions Options { get; }

    public VirtualDisplay Display { get; private set; } = null!;

    public PrivatePcscd Pcscd { get; private set; } = null!;

    public InsertedCard Card { get; private set; } = null!;

    public ServerProcess Server { get; private set; } = null!;

    public Browser Browser { get; private set; } = null!;

    public Firefox Firefox { get; private set; } = null!;

    /// <summary>Path of the installed host, or null on a stage without one.</summary>
    public string? HostProgram { get; private set; }

    /// <summary>What the browser, and so the host, finds in its environment.</summary>
    public IReadOnlyDictionary<string, string> PersonEnvironment { get; private set; } = null!;

    public static async Task<Stage> SetAsync(StageOptions options, CancellationToken cancellationToken)
    {
        var stage = new Stage(Directory.CreateTempSubdirectory("eidbridge-").FullName, options);
        try
        {
            await stage.SetPartsAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <returns>A new tab, in front.</returns>
    public async Task<IBrowserTab> OpenTabAsync(BrowserKind browser, CancellationToken cancellationToken) => browser switch
    {
        BrowserKind.Chromium => new ChromiumTab(await Browser.Context.NewPageAsync()),
        BrowserKind.Firefox => await Firefox.NewTabAsync(cancellationToken),
    };

    /// <returns>The tab that the extension opens when it has been installed, once it has looked for the host.</returns>
    public async Task<IBrowserTab> WelcomeTabAsync(BrowserKind browser, CancellationToken cancellationToken)
    {
        IBrowserTab tab = browser switch
        {
            BrowserKind.Chromium => await Browser.ExtensionTabAsync(cancellationToken),
            BrowserKind.Firefox => await Firefox.ExtensionTabAsync(cancellationToken),
        };
        await tab.WaitForAsync("#parts li", cancellationToken);
        return tab;
    }

    /// <summary>
    /// Types the PIN and presses Enter, until the card has been sent it. The window rightly ignores an Enter of its first 500 ms; on a slow
    /// machine they begin late, and a person whose Enter does nothing presses it again.
    /// </summary>
    public async Task EnterPinAsync(string window, string pin, CancellationToken cancellationToken)
    {
        var before = (await Card.CountAsync(cancellationToken)).Verifies;
        await Display.TypeAsync(window, pin, cancellationToken);
        await Wait.UntilAsync("a PIN sent to the card", async ct =>
        {
            // The window may be gone by now.
            if ((await Card.CountAsync(ct)).Verifies > before)
            {
                return true;
            }

            await Display.PressAsync(window, "Return", ct);
            return await Wait.HappensAsync(BetweenPresses, async look => (await Card.CountAsync(look)).Verifies > before, ct);
        }, cancellationToken);
    }

    /// <summary>Waits until the card has seen what the test needs it to have seen.</summary>
    public Task WaitForCardAsync(Func<CardCount, bool> seen, CancellationToken cancellationToken) =>
        Wait.UntilAsync("the commands that the card should see", async ct => seen(await Card.CountAsync(ct)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Exception? failure = null;
        foreach (var part in Enumerable.Reverse(_parts))
        {
            try
            {
                await part.DisposeAsync();
            }
#pragma warning disable CA1031 // A part that fails must not leave the others running; it is told at the end.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure ??= e;
            }
        }

        Directory.Delete(Folder, recursive: true);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task SetPartsAsync(CancellationToken cancellationToken)
    {
        Display = Keep((Options.OnThisDisplay ? VirtualDisplay.OfThisPerson() : null) ?? await VirtualDisplay.StartAsync(cancellationToken));
        Pcscd = Keep(await PrivatePcscd.StartAsync(cancellationToken));
        var pki = Path.Combine(Folder, "pki");
        Card = await Pcscd.InsertAsync(pki, Options.Person, Options.Card with { Applet = Options.Applet, Pin = Options.Pin }, slot: 0, cancellationToken);

        if (Options.WithServer)
        {
            string[] roots = [Path.Combine(pki, "root-ec.crt"), Path.Combine(pki, "root-rsa.crt")];
            Server = Keep(await ServerProcess.StartAsync(Path.Combine(Folder, "server"), Options.Port, roots, Options.Provisioning, cancellationToken));
        }

        PersonEnvironment = DescribePerson();
        var profile = Path.Combine(Folder, "profile");
        if (Options.WithHost)
        {
            HostProgram = await HostInstallation.InstallAsync(Path.Combine(Folder, "host"), profile, PersonEnvironment, cancellationToken);
        }

        if (Options.WithBrowser)
        {
            var extension = Options.WithExtension && Options.ChromiumPolicies is null ? Repository.PublishedExtension : null;
            var policies = Options.ChromiumPolicies is { } given ? (Path.Combine(Folder, "chromium-policies"), given) : default((string, string)?);
            Browser = Keep(await Browser.StartAsync(profile, extension, PersonEnvironment, Options.LocalNames, policies));
        }

        if (Options.WithFirefox)
        {
            var extension = Options.WithExtension && Options.FirefoxPolicies is null ? Repository.PublishedFirefoxExtension : null;
            var launcher = Options.FirefoxPolicies is { } policies ? ManagedBrowser.ForFirefox(Path.Combine(Folder, "firefox-policies"), policies) : null;
            string[] settings = [Firefox.Pref("network.dns.localDomains", string.Join(',', Options.LocalNames))];
            Firefox = Keep(await Firefox.StartAsync(Path.Combine(Folder, "firefox"), extension, PersonEnvironment, settings, launcher, cancellationToken));
        }
    }

    private Dictionary<string, string> DescribePerson()
    {
        var home = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        var runtime = Directory.CreateDirectory(Path.Combine(Folder, "runtime"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        return new Dictionary<string, string>(Display.Environment, StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
            ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"),
            ["XDG_STATE_HOME"] = Path.Combine(home, ".local", "state"),
            ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache"),
            ["XDG_RUNTIME_DIR"] = runtime,
            ["PCSCLITE_CSOCK_NAME"] = Pcscd.SocketPath,
            ["NO_AT_BRIDGE"] = "1",
        };
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
