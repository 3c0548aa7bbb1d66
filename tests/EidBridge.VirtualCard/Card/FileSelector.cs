namespace EidBridge.VirtualCard.Card;

/// <summary>Which directory and file are selected, and how SELECT moves there.</summary>
internal sealed class FileSelector(IReadOnlyDictionary<string, byte[]> files, Applet applet, bool directoriesFromAnywhere)
{
    private const string MasterFile = "3F00";
    private const string AppletAid = "A00000003029057000AD13100101FF";
    private static readonly string[] Directories = ["DF00", "DF01"];

    public string Directory { get; private set; } = MasterFile;

    /// <summary>Path of the selected file, or null.</summary>
    public string? File { get; private set; }

    public byte[]? Content => File is null ? null : files[File];

    public void Reset()
    {
        Directory = MasterFile;
        File = null;
    }

    /// <param name="selectedApplet">The applet itself was selected anew.</param>
    public ushort ByName(ReadOnlySpan<byte> aid, out bool selectedApplet)
    {
        selectedApplet = false;
        switch (Convert.ToHexString(aid))
        {
            case AppletAid:
                selectedApplet = true;
                return GoTo(MasterFile);
            case "A000000177504B43532D3135":
                return GoTo("3F00DF00");
            case "A000000177496446696C6573" when applet == Applet.V18:
                return GoTo("3F00DF01");
            default:
                return StatusWord.FileNotFound;
        }
    }

    public ushort ByPath(ReadOnlySpan<byte> path)
    {
        var text = Convert.ToHexString(path);
        var full = text.StartsWith(MasterFile, StringComparison.Ordinal) ? text : MasterFile + text;
        if (full == MasterFile || Directories.Any(d => full == MasterFile + d))
        {
            return GoTo(full);
        }

        if (!files.ContainsKey(full))
        {
            return StatusWord.FileNotFound;
        }

        Directory = full[..^4];
        File = full;
        return StatusWord.Ok;
    }

    public ushort ById(ReadOnlySpan<byte> id)
    {
        var text = Convert.ToHexString(id);
        if (text == MasterFile)
        {
            return GoTo(MasterFile);
        }

        if (Directories.Contains(text) && (directoriesFromAnywhere || Directory == MasterFile))
        {
            return GoTo(MasterFile + text);
        }

        if (!files.ContainsKey(Directory + text))
        {
            return StatusWord.FileNotFound;
        }

        File = Directory + text;
        return StatusWord.Ok;
    }

    private ushort GoTo(string directory)
    {
        Directory = directory;
        File = null;
        return StatusWord.Ok;
    }
}
