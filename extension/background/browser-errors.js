/**
 * Every sentence a browser has for a native port that failed, and our code for it. The sentences have no codes of their
 * own and differ between browsers; none of them says why a host exited, so the host sends an error frame first.
 * @type {ReadonlyArray<readonly [RegExp, string]>}
 */
const TABLE = [
  // Chromium, Chrome, Edge
  [/^Specified native messaging host not found/, "host-missing"],
  [/^Access to the specified native messaging host is forbidden/, "host-forbidden"],
  [/^Access to the native messaging host was disabled by the system administrator/, "host-blocked-by-policy"],
  [/^Native host has exited/, "host-crashed"],
  [/^Failed to start native messaging host/, "host-crashed"],
  [/^Error when communicating with the native messaging host/, "host-crashed"],
  [/^The sender sent an invalid JSON message/, "host-crashed"],
  [/^Message exceeded maximum allowed size/, "message-too-large"],
  // Firefox says the same for a missing manifest, a rejected one and an add-on that is not listed in it
  [/^No such native application/, "host-missing"],
  [/tried to send a message of \d+ bytes/, "host-crashed"],
  [/^An unexpected error occurred/, "host-crashed"],
];

/**
 * @param {string | undefined} sentence of the browser; undefined when it gave none (Firefox, when the host just exits)
 * @returns {string} a code of errors.json
 */
export function codeForBrowserError(sentence) {
  if (sentence === undefined) return "host-crashed";
  return TABLE.find(([pattern]) => pattern.test(sentence))?.[1] ?? "internal-error";
}
