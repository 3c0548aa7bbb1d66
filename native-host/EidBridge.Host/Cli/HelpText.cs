namespace EidBridge.Host.Cli;

internal static class HelpText
{
    public const string Text = $"""
        eidbridge-host {HostVersion.Number}: reads the eID card for the browser.
        A browser starts it by itself; these sub-commands are for people.

          install     registers this program with the browsers (install --help)
          uninstall   takes the registration away (uninstall --help)
          status      version, readers and cards; reads nothing from a card
          cards       readers, cards, certificates, PIN tries left; asks for no PIN and
                      uses up no try
          talk        plays the browser: one JSON message per line, frames as lines;
                      --transcript FILE keeps both sides with their times
          version     version of this program
          --help      this text

        All but help take --json.

        Ends with 0 done, 1 a check failed or a part was not done, 2 wrong usage,
        3 not allowed, 4 a stream or file could not be read or written.
        """;
}
