namespace EidBridge.Protocol;

/// <summary>Every code of <c>errors.json</c>, spelled once. A code is a word and is never changed; errors.json has the person's text in four languages.</summary>
public static class ErrorCode
{
    /// <summary>PC/SC knows no reader, or the last one was unplugged.</summary>
    public const string NoReader = "no-reader";

    /// <summary>Kept for a remote desktop session into which no reader is redirected: no part says it yet.</summary>
    public const string NoReaderInRemoteSession = "no-reader-in-remote-session";

    /// <summary>There is a reader, and no card in it.</summary>
    public const string NoCard = "no-card";

    /// <summary>The card left the reader before the request was done.</summary>
    public const string CardRemoved = "card-removed";

    /// <summary>Another program reset the card; nothing is sent again by itself after a PIN.</summary>
    public const string CardReset = "card-reset";

    /// <summary>Another program holds the card longer than is waited for.</summary>
    public const string CardBusy = "card-busy";

    /// <summary>Not a Belgian eID card that we can speak to.</summary>
    public const string CardUnsupported = "card-unsupported";

    /// <summary>A mute card, a reader that fails, or an answer that the card manual does not foresee.</summary>
    public const string CardError = "card-error";

    /// <summary>The smart card service is not there, has stopped or hangs.</summary>
    public const string PcscUnavailable = "pcsc-unavailable";

    /// <summary>The service refuses this user or session, by polkit for instance.</summary>
    public const string PcscDenied = "pcsc-denied";

    /// <summary>The card holds no certificate for this purpose: a child's card, or one without certificates.</summary>
    public const string CertificateMissing = "certificate-missing";

    /// <summary>The certificate's notAfter has passed (RFC 5280 §4.1.2.5).</summary>
    public const string CertificateExpired = "certificate-expired";

    /// <summary>The certificate's notBefore lies ahead (RFC 5280 §4.1.2.5).</summary>
    public const string CertificateNotYetValid = "certificate-not-yet-valid";

    /// <summary><c>sign</c> was asked for one certificate, and the card holds another.</summary>
    public const string CertificateMismatch = "certificate-mismatch";

    /// <summary>No try is left; the municipality unblocks an eID card.</summary>
    public const string PinBlocked = "pin-blocked";

    /// <summary>The person closed the window or pressed Cancel.</summary>
    public const string UserCancelled = "user-cancelled";

    /// <summary>The person's time is over.</summary>
    public const string UserTimeout = "user-timeout";

    /// <summary>The card refused the PIN, and does not tell how many tries are left.</summary>
    public const string PinWrong = "pin-wrong";

    /// <summary>No complete PIN was typed on the reader's own keypad.</summary>
    public const string KeypadTimeout = "keypad-timeout";

    /// <summary>Another request of this user has the window.</summary>
    public const string Busy = "busy";

    /// <summary>The page's origin is not https, or the administrator does not allow it.</summary>
    public const string OriginDenied = "origin-denied";

    /// <summary>The tab or its window was not in front when the page asked.</summary>
    public const string NotVisible = "not-visible";

    /// <summary>The page asked without a click or a key of the person.</summary>
    public const string GestureNeeded = "gesture-needed";

    /// <summary>The person cancelled three times in this tab; a new tab asks again, a reload does not.</summary>
    public const string RefusedAfterCancels = "refused-after-cancels";

    /// <summary>A command that this version does not have.</summary>
    public const string UnknownCommand = "unknown-command";

    /// <summary>A member of the request is missing, unknown, or of a wrong type or size.</summary>
    public const string InvalidRequest = "invalid-request";

    /// <summary>The frame is no JSON object (RFC 8259), or has a member twice.</summary>
    public const string InvalidJson = "invalid-json";

    /// <summary>The frame is not UTF-8 (RFC 3629).</summary>
    public const string InvalidUtf8 = "invalid-utf8";

    /// <summary>A frame of length 0.</summary>
    public const string EmptyMessage = "empty-message";

    /// <summary>A frame beyond the limit.</summary>
    public const string MessageTooLarge = "message-too-large";

    /// <summary>The browser finds no manifest of the native host.</summary>
    public const string HostMissing = "host-missing";

    /// <summary>The manifest does not name this extension.</summary>
    public const string HostForbidden = "host-forbidden";

    /// <summary>A policy of the browser forbids this native host.</summary>
    public const string HostBlockedByPolicy = "host-blocked-by-policy";

    /// <summary>The host ended, or said something that is none of its answers.</summary>
    public const string HostCrashed = "host-crashed";

    /// <summary>The host did not answer in time.</summary>
    public const string HostSilent = "host-silent";

    /// <summary>Page, extension and host do not fit together, or the host is older than policy wants.</summary>
    public const string VersionMismatch = "version-mismatch";

    /// <summary>No extension answered the page.</summary>
    public const string ExtensionMissing = "extension-missing";

    /// <summary>A PKCS#11 module crashed, hangs, or answers against its standard.</summary>
    public const string ModuleFailed = "module-failed";

    /// <summary>No window can be opened: no display, or no program that draws one.</summary>
    public const string PromptUnavailable = "prompt-unavailable";

    /// <summary>There is no window for this operating system yet.</summary>
    public const string SystemUnsupported = "system-unsupported";

    /// <summary>The host's settings cannot be read, or somebody else could have written them.</summary>
    public const string ConfigurationRefused = "configuration-refused";

    /// <summary>A defect of ours; the log has the details.</summary>
    public const string InternalError = "internal-error";

    // The verifier's and the server's own.
    /// <summary>The token is no Web eID token: its JSON, a member, or its base64.</summary>
    public const string TokenInvalid = "token-invalid";

    /// <summary>A format other than <c>web-eid:1.0</c> and <c>web-eid:1.1</c>.</summary>
    public const string TokenFormatUnsupported = "token-format-unsupported";

    /// <summary>The algorithm is not accepted, or does not fit the certificate's key (RFC 7518 §3.1).</summary>
    public const string AlgorithmUnsupported = "algorithm-unsupported";

    /// <summary>The signature is not the card's over this origin and nonce, or over this document.</summary>
    public const string SignatureInvalid = "signature-invalid";

    /// <summary>The certificate or its path breaks a rule of RFC 5280 or of the Belgian profile.</summary>
    public const string CertificateInvalid = "certificate-invalid";

    /// <summary>Key usage or extended key usage do not allow this (RFC 5280 §4.2.1.3, §4.2.1.12).</summary>
    public const string CertificatePurposeWrong = "certificate-purpose-wrong";

    /// <summary>The certificate has none of the accepted policies (RFC 5280 §4.2.1.4).</summary>
    public const string CertificatePolicyWrong = "certificate-policy-wrong";

    /// <summary>OCSP or the CA's list says revoked.</summary>
    public const string CertificateRevoked = "certificate-revoked";

    /// <summary>Revoked with the reason certificateHold: it may be good again.</summary>
    public const string CertificateSuspended = "certificate-suspended";

    /// <summary>Neither a responder nor a list of now could be asked.</summary>
    public const string RevocationUnavailable = "revocation-unavailable";

    /// <summary>No path from the certificate to a pinned anchor.</summary>
    public const string IssuerUnknown = "issuer-unknown";

    /// <summary>A file of the card is missing, or no TLV as the card manual has it.</summary>
    public const string IdentityInvalid = "identity-invalid";

    /// <summary>The files are of another person than the token.</summary>
    public const string IdentityMismatch = "identity-mismatch";

    /// <summary>The card's own validity, in its identity file, is over.</summary>
    public const string IdentityExpired = "identity-expired";

    /// <summary>A signature of the National Register or the photo's hash does not fit.</summary>
    public const string IdentityNotGenuine = "identity-not-genuine";

    /// <summary>No such challenge in this session: never made, used, or another session's.</summary>
    public const string NonceUnknown = "nonce-unknown";

    /// <summary>The challenge was answered too late.</summary>
    public const string NonceExpired = "nonce-expired";

    /// <summary>Not the code of the SMS or the e-mail.</summary>
    public const string CodeWrong = "code-wrong";

    /// <summary>The code of the SMS or the e-mail is too old; an e-mailed one also when its tries are used up.</summary>
    public const string CodeExpired = "code-expired";

    /// <summary>The tries of this code of the SMS are used up.</summary>
    public const string NoTryLeft = "no-try-left";

    /// <summary>The last code was sent only just now.</summary>
    public const string ResendTooSoon = "resend-too-soon";

    /// <summary>Five wrong codes: the account waits for an unlock by eID.</summary>
    public const string AccountLocked = "account-locked";

    /// <summary>Kept for an account that is being made or waits for its activation: no part says it yet.</summary>
    public const string AccountNotActive = "account-not-active";

    /// <summary>No account has this e-mail address and this password; it is not said which is wrong.</summary>
    public const string LoginWrong = "login-wrong";

    /// <summary>Too short, or among those that are tried first.</summary>
    public const string PasswordTooWeak = "password-too-weak";

    /// <summary>The password and its repetition differ.</summary>
    public const string PasswordsDiffer = "passwords-differ";

    /// <summary>A mandatory field is empty or not in its form.</summary>
    public const string FormIncomplete = "form-incomplete";

    /// <summary>The session has ended, or the form is of another one.</summary>
    public const string SessionExpired = "session-expired";

    /// <summary>The account could not be made after all tries.</summary>
    public const string ProvisioningFailed = "provisioning-failed";

    /// <summary>Beyond the limit of this address or account (RFC 6585 §4).</summary>
    public const string TooManyRequests = "too-many-requests";
}
