using System.Security.Cryptography;

namespace EidBridge.Server.Activation;

/// <summary>A try that was counted before anything is compared.</summary>
/// <param name="codes">Hashes what was typed.</param>
/// <param name="salt">What the code belongs to: account, purpose and sending.</param>
/// <param name="hash">Of the last code sent.</param>
/// <param name="number">1 to <see cref="OneTimeCode.MaximumAttempts"/>.</param>
internal sealed class CodeAttempt(CodeHasher codes, string salt, byte[] hash, int number)
{
    public bool IsLast => number == OneTimeCode.MaximumAttempts;

    public int TriesLeft => OneTimeCode.MaximumAttempts - number;

    public bool Matches(ActivationCode code) => CryptographicOperations.FixedTimeEquals(codes.Hash(code, salt), hash);
}

internal enum ActivationOutcome
{
    Activated,
    AlreadyActive,
    WrongCode,

    /// <summary>This was the fifth wrong code, or the account was locked meanwhile.</summary>
    Locked,

    /// <summary>Expired, or five were used: nothing was compared.</summary>
    NoTryLeft,
}
