// The words that cross a border of the extension. content/content.js and page/eidbridge.js cannot import this file
// (one is a classic script, the other stands alone on a site): a test keeps them equal.

export const HOST_NAME = "be.eidbridge.host";
export const PORT_NAME = "eidbridge";
/** What the content script asks before it answers a page made for Web eID. */
export const WEB_EID_CHOICE = "web-eid-choice";
/** What it tells afterwards: whether another extension has acknowledged. */
export const WEB_EID_HEARD = "web-eid-heard";

/**
 * What the content script saw of the person. Times are milliseconds since 1970; 0: never.
 * @typedef {{ used: boolean, gestureAt: number, visible: boolean }} Presence
 */

/**
 * Content script to background, once per port. Nothing in it is trusted, and it holds no origin.
 * @typedef {{ dialect: "eidbridge" | "web-eid", command: string, arguments: Record<string, unknown>,
 *   presence: Presence }} RelayedRequest
 */

/**
 * What web-eid.js reads of the parts in a failure.
 * @typedef {{ library?: string, extension: string, nativeApp?: string,
 *   requiresUpdate?: { extension: boolean, nativeApp: boolean } }} WebEidVersions
 */

/**
 * A failure worded for the person. `message` is what happened and what to do; `help`, its end, only what to do.
 * @typedef {{ code: string, webEid: string, message: string, help?: string, triesLeft?: number,
 *   versions?: WebEidVersions }} WordedFailure
 */

/**
 * Background to content script.
 * @typedef {{ type: "progress", state: string, triesLeft?: number }
 *   | { type: "success", result: Record<string, unknown> }
 *   | { type: "failure", error: WordedFailure }} RelayedReply
 */

/**
 * First frame of the host.
 * @typedef {{ version: string, eidbridge?: { version: string, protocol: number } }} HostHello
 */

/** @typedef {{ command: string, arguments: Record<string, unknown> }} HostRequest */
