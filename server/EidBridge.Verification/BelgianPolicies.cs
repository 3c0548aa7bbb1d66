using System.Collections.Frozen;

namespace EidBridge.Verification;

/// <summary>Certificate policies of Belgian cards, by the arc of their root.</summary>
public static class BelgianPolicies
{
    /// <summary>Citizen and foreigner authentication under CA3, CA4 and CA6. Signing policies are not here: they are refused for a login.</summary>
    public static FrozenSet<string> Authentication { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "2.16.56.10.1.1.2.2",
        "2.16.56.10.1.1.7.2",
        "2.16.56.12.1.1.2.2",
        "2.16.56.12.1.1.7.2",
        "2.16.56.13.6.1.1.1000",
        "2.16.56.13.6.2.1.1000");

    /// <summary>Citizen and foreigner signature, of the same arcs.</summary>
    public static FrozenSet<string> Signature { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "2.16.56.10.1.1.2.1",
        "2.16.56.10.1.1.7.1",
        "2.16.56.12.1.1.2.1",
        "2.16.56.12.1.1.7.1",
        "2.16.56.13.6.1.2.1000",
        "2.16.56.13.6.2.2.1000");

    /// <summary>The National Register's certificate, which signs the identity and address files; of the same arcs.</summary>
    public static FrozenSet<string> Register { get; } = FrozenSet.Create(
        StringComparer.Ordinal, "2.16.56.10.1.1.4", "2.16.56.12.1.1.4", "2.16.56.13.6.0.1");

    /// <summary>Policies of foreigners' cards.</summary>
    internal static FrozenSet<string> Foreigner { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "2.16.56.10.1.1.7.1",
        "2.16.56.10.1.1.7.2",
        "2.16.56.12.1.1.7.1",
        "2.16.56.12.1.1.7.2",
        "2.16.56.13.6.2.1.1000",
        "2.16.56.13.6.2.2.1000");
}
