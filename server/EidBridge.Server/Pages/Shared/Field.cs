namespace EidBridge.Server.Pages.Shared;

/// <summary>One input with its label, hint and error, for the partial <c>_Field</c>.</summary>
/// <param name="Id">Also the posted name, and the key looked up in the model state for the error and the value typed before.</param>
/// <param name="Label">What the person reads.</param>
internal sealed record Field(string Id, string Label)
{
    public string? Hint { get; init; }

    /// <summary>Null: the model state's first error of <see cref="Id"/>.</summary>
    public string? Error { get; init; }

    public string Type { get; init; } = "text";

    /// <summary>Null: what was typed before, except into a password or a one-time code.</summary>
    public string? Value { get; init; }

    /// <summary>A token of the HTML list, such as <c>email</c>, <c>tel-national</c>, <c>one-time-code</c>, <c>new-password</c>.</summary>
    public string? Autocomplete { get; init; }

    public string? InputMode { get; init; }

    public string? Placeholder { get; init; }

    public int? MaxLength { get; init; }

    public bool Required { get; init; } = true;

    public bool ReadOnly { get; init; }

    /// <summary>Wide spacing for digits read one by one.</summary>
    public bool Code { get; init; }
}

/// <summary>A list to choose from, for the partial <c>_Select</c>.</summary>
/// <param name="Id">Also the posted name.</param>
/// <param name="Label">What the person reads.</param>
/// <param name="Options">Posted value to text.</param>
internal sealed record Select(string Id, string Label, IReadOnlyList<KeyValuePair<string, string>> Options)
{
    public string? Hint { get; init; }

    public string? Error { get; init; }

    public string? Value { get; init; }

    public string? Autocomplete { get; init; }
}

/// <summary>One radio button drawn as a card, for the partial <c>_Choice</c>, inside a <c>fieldset.choices</c>.</summary>
/// <param name="Id">Of the input.</param>
/// <param name="Name">Shared by the choices of one question.</param>
/// <param name="Value">What is posted.</param>
/// <param name="Label">What the person reads.</param>
internal sealed record Choice(string Id, string Name, string Value, string Label)
{
    public string? Hint { get; init; }

    public bool Checked { get; init; }

    public bool Disabled { get; init; }
}
