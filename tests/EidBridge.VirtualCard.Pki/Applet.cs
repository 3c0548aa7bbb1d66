namespace EidBridge.VirtualCard;

/// <summary>The two generations in people's pockets.</summary>
public enum Applet
{
    /// <summary>RSA-2048, issued 2014-2020.</summary>
    V17,

    /// <summary>EC P-384, issued from 2020.</summary>
    V18,
}
