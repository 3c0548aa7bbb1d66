namespace EidBridge.Benchmarks;

/// <summary>Which side of the goal is the good one.</summary>
internal enum Better
{
    Lower,
    Higher,
    Exact,
}

/// <summary>One measured value beside its goal; a value without a goal is only told.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double? Goal, Better Better)
{
    public bool? Holds => Goal is not { } goal
        ? null
        : Better switch
        {
            Better.Lower => Value <= goal,
            Better.Higher => Value >= goal,
            Better.Exact => Value.Equals(goal),
        };
}
