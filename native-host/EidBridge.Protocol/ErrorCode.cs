namespace EidBridge.Protocol;

#pragma warning disable CS1591 // Each is the word itself; errors.json says in four languages what it means.

/// <summary>Every code of <c>errors.json</c>, spelled once. A code is a word and is never changed.</summary>
public static class ErrorCode
{
    public const string NoReader = "no-reader";
    public const string NoReaderInRemoteSession = "no-reader-in-remote-session";
    public const string NoCard = "no-card";
    public const string CardRemoved = "card-removed";
    public const string CardReset = "card-reset";
    public const string CardBusy = "card-busy";
    public const string CardUnsupported = "card-unsupported";
    public const string CardError = "card-error";
    public const string PcscUnavailable = "pcsc-unavailable";
    public const string PcscDenied = "pcsc-denied";
    public const string CertificateMissing = "certificate-missing";
    public const string CertificateExpired = "certificate-expired";
    public const string CertificateNotYetValid = "certificate-not-yet-valid";
    public const string CertificateMismatch = "certificate-mismatch";
    public const string PinBlocked = "pin-blocked";
    public const string UserCancelled = "user-cancelled";
    public const string UserTimeout = "user-timeout";
    public const string PinWrong = "pin-wrong";
    public const string KeypadTimeout = "keypad-timeout";
    public const string Busy = "busy";
    public const string OriginDenied = "origin-denied";
    public const string NotVisible = "not-visible";
    public const string GestureNeeded = "gesture-needed";
    public const string RefusedAfterCancels = "refused-after-cancels";
    public const string UnknownCommand = "unknown-command";
    public const string InvalidRequest = "invalid-request";
    public const string InvalidJson = "invalid-json";
    public const string InvalidUtf8 = "invalid-utf8";
    public const string EmptyMessage = "empty-message";
    public const string MessageTooLarge = "message-too-large";
    public const string HostMissing = "host-missing";
    public const string HostForbidden = "host-forbidden";
    public const string HostBlockedByPolicy = "host-blocked-by-policy";
    public const string HostCrashed = "host-crashed";
    public const string HostSilent = "host-silent";
    public const string VersionMismatch = "version-mismatch";
    public const string ExtensionMissing = "extension-missing";
    public const string ModuleFailed = "module-failed";
    public const string PromptUnavailable = "prompt-unavailable";
    public const string SystemUnsupported = "system-unsupported";
    public const string ConfigurationRefused = "configuration-refused";
    public const string InternalError = "internal-error";

    // The verifier's and the server's own.
    public const string TokenInvalid = "token-invalid";
    public const string TokenFormatUnsupported = "token-format-unsupported";
    public const string AlgorithmUnsupported = "algorithm-unsupported";
    public const string SignatureInvalid = "signature-invalid";
    public const string CertificateInvalid = "certificate-invalid";
    public const string CertificatePurposeWrong = "certificate-purpose-wrong";
    public const string CertificatePolicyWrong = "certificate-policy-wrong";
    public const string CertificateRevoked = "certificate-revoked";
    public const string CertificateSuspended = "certificate-suspended";
    public const string RevocationUnavailable = "revocation-unavailable";
    public const string IssuerUnknown = "issuer-unknown";
    public const string IdentityInvalid = "identity-invalid";
    public const string IdentityMismatch = "identity-mismatch";
    public const string IdentityExpired = "identity-expired";
    public const string IdentityNotGenuine = "identity-not-genuine";
    public const string NonceUnknown = "nonce-unknown";
    public const string NonceExpired = "nonce-expired";
    public const string CodeWrong = "code-wrong";
    public const string CodeExpired = "code-expired";
    public const string NoTryLeft = "no-try-left";
    public const string ResendTooSoon = "resend-too-soon";
    public const string AccountLocked = "account-locked";
    public const string AccountNotActive = "account-not-active";
    public const string LoginWrong = "login-wrong";
    public const string PasswordTooWeak = "password-too-weak";
    public const string PasswordsDiffer = "passwords-differ";
    public const string FormIncomplete = "form-incomplete";
    public const string SessionExpired = "session-expired";
    public const string ProvisioningFailed = "provisioning-failed";
    public const string TooManyRequests = "too-many-requests";
}
