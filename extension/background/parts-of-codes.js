/**
 * @typedef {"extension" | "host" | "reader" | "card" | "request"} Part `request`: what was asked, or when; no part is
 * missing
 */

/**
 * Which part each code of errors.json that reaches a person is about. page/eidbridge.js, which cannot import this, has
 * a copy of what it needs; a test keeps them equal and this complete.
 * @type {Record<Part, string[]>}
 */
const CODES = {
  extension: ["extension-missing"],
  host: [
    ...["configuration-refused", "host-blocked-by-policy", "host-crashed"],
    ...["host-forbidden", "host-missing", "host-silent"],
    ...["internal-error", "module-failed", "prompt-unavailable", "system-unsupported", "version-mismatch"],
  ],
  reader: ["keypad-timeout", "no-reader", "no-reader-in-remote-session", "pcsc-denied", "pcsc-unavailable"],
  card: [
    ...["card-busy", "card-error", "card-removed", "card-reset", "card-unsupported", "certificate-expired"],
    ...["certificate-mismatch", "certificate-missing", "certificate-not-yet-valid"],
    ...["no-card", "pin-blocked", "pin-wrong"],
  ],
  request: [
    ...["busy", "empty-message", "gesture-needed", "invalid-json"],
    ...["invalid-request", "invalid-utf8", "message-too-large"],
    ...["not-visible", "origin-denied", "refused-after-cancels", "unknown-command", "user-cancelled", "user-timeout"],
  ],
};

const PARTS = new Map(
  Object.entries(CODES).flatMap(([part, codes]) => codes.map((code) => [code, /** @type {Part} */ (part)])),
);

/** @param {string} code */
export const isKnownCode = (code) => PARTS.has(code);

/**
 * A code of a later version is said by a program that this one does not understand.
 * @param {string} code
 * @returns {Part}
 */
export const partOf = (code) => PARTS.get(code) ?? "host";
