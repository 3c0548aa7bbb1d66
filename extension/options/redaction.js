/**
 * What must never be in a report that is mailed to a helpdesk, and what stands there instead. The order counts: a
 * national number is looked for before the longer runs that could swallow a part of it.
 * @type {ReadonlyArray<readonly [RegExp, string]>}
 */
const TABLE = [
  [/[^\s"'<>()]+@[^\s"'<>()]+\.[a-z]{2,}/gi, "(e-mail)"],
  [/\b(?:https?|wss?|file|chrome-extension|moz-extension):\/\/[^\s"'<>]*/gi, "(address)"],
  // A user's folder holds the user's name: Linux and macOS, then Windows.
  [/\/(?:home|Users)\/[^/\s"']+/g, "/(user)"],
  [/\b[A-Z]:\\Users\\[^\\\s"']+/gi, "(user)"],
  // Rijksregisternummer, numéro national: 93.05.18-223.61, with and without its marks.
  [/\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}\b/g, "(national number)"],
  // Certificates, signatures, hashes, nonces.
  [/[A-Za-z0-9+/_-]{24,}={0,2}/g, "(data)"],
  // Card and document numbers.
  [/\b\d{3}[- ]?\d{7}[- ]?\d{2}\b|\b\d{6,}\b/g, "(number)"],
];
const LONGEST = 160;

/** @param {unknown} value a text that the extension did not write itself */
export function redact(value) {
  const hidden = TABLE.reduce((text, [pattern, instead]) => text.replace(pattern, instead), String(value));
  // One line of the report per value, and nothing invisible in it.
  return hidden.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim().slice(0, LONGEST);
}
