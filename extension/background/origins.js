import { BridgeFailure } from "./failure.js";

/** @typedef {import("./settings.js").Settings} Settings */

/**
 * As the host's own limit: ASCII, no path, and short enough to be read; and no dot at the end, which makes another site
 * of the same letters.
 */
const HTTPS_ORIGIN = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;
/** A label in punycode: letters that can look like others. */
const LOOK_ALIKE = /\/\/(.*\.)?xn--/;
const LOCALHOST_ORIGIN = /^http:\/\/localhost(:\d{1,5})?$/;
const LONGEST_ORIGIN = 255;

/**
 * The site that asks, as the browser knows it: a page cannot lie about it.
 * @param {chrome.runtime.MessageSender | undefined} sender
 * @param {Settings} settings
 * @returns {string}
 */
export function originOf(sender, settings) {
  // Loaded ahead, it has a frame of its own beside the tab's; once the person goes there it is a page as any other.
  if (sender?.documentLifecycle === "prerender") throw new BridgeFailure("not-visible");
  if (sender?.tab?.id === undefined || sender.url === undefined) {
    throw new BridgeFailure("origin-denied", { detail: "not a page of a tab" });
  }
  if (sender.frameId !== 0 && !settings.allowFrames) {
    throw new BridgeFailure("origin-denied", { detail: "not the top frame" });
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
  return allowedOrigins === undefined ? !LOOK_ALIKE.test(origin) : allowedOrigins.includes(origin);
}
