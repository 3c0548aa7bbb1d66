import { BridgeFailure } from "./failure.js";

/** @typedef {import("./settings.js").Settings} Settings */

/** As the host's own limit: ASCII, no path, and short enough to be read. */
const HTTPS_ORIGIN = /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/;
const LOCALHOST_ORIGIN = /^http:\/\/localhost(:\d{1,5})?$/;
const LONGEST_ORIGIN = 255;

/**
 * The site that asks, as the browser knows it: a page cannot lie about it.
 * @param {chrome.runtime.MessageSender | undefined} sender
 * @param {Settings} settings
 * @returns {string}
 */
export function originOf(sender, settings) {
  if (sender?.tab?.id === undefined || sender.frameId !== 0 || sender.url === undefined) {
    throw new BridgeFailure("origin-denied", { detail: "not the top frame of a tab" });
  }
  const { origin } = new URL(sender.url);
  // A sandboxed document has the address of its site but the origin "null".
  if (sender.origin !== undefined && sender.origin !== origin) {
    throw new BridgeFailure("origin-denied", { detail: "opaque origin" });
  }
  if (!isAllowed(origin, settings)) throw new BridgeFailure("origin-denied", { detail: "not an allowed origin" });
  return origin;
}

/** @param {string} origin @param {Settings} settings */
function isAllowed(origin, { allowedOrigins, allowHttpLocalhost }) {
  if (origin.length > LONGEST_ORIGIN) return false;
  if (!HTTPS_ORIGIN.test(origin) && !(allowHttpLocalhost && LOCALHOST_ORIGIN.test(origin))) return false;
  return allowedOrigins.length === 0 || allowedOrigins.includes(origin);
}
