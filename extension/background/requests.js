import { closestLanguage } from "./catalogue.js";
import { BridgeFailure } from "./failure.js";
import { isRecord } from "./host-frames.js";

/** @typedef {import("../messages.js").HostHello} HostHello */
/** @typedef {import("../messages.js").Presence} Presence */

/**
 * A page's request that passed its checks.
 * @typedef {{ command: "status" | "authenticate", dialect: "eidbridge" | "web-eid", language: string, library?: string,
 *   challengeNonce: string, userInteractionTimeout?: number, presence: Presence }} PageRequest
 */

/** Web eID's own time for the person; a host of ours has its own, which an administrator may have set. */
const WEB_EID_PERSON_MS = 120_000;
const LONGEST_PERSON_MS = 240_000;
/** Versions and readers are known at once. */
const STATUS_ANSWER_MS = 5000;
/** A host of ours ends the person's time itself; this much later it is the host that hangs. */
const HOST_GRACE_MS = 10_000;

/** Web eID: 44 (32 bytes in base64) to 128 characters. */
const NONCE = /^[\x21-\x7e]{44,128}$/;

/** @param {unknown} message @param {string} browserLanguage */
export function languageOf(message, browserLanguage) {
  const lang = isRecord(message) && isRecord(message.arguments) ? message.arguments.lang : undefined;
  return closestLanguage(typeof lang === "string" ? lang : undefined, browserLanguage);
}

/**
 * @param {unknown} message from a content script: anything, its renderer may be compromised
 * @param {string} browserLanguage
 * @returns {PageRequest}
 */
export function parseRequest(message, browserLanguage) {
  if (!isRecord(message) || !isRecord(message.arguments) || !isRecord(message.presence)) {
    throw new BridgeFailure("invalid-request");
  }
  const { command, dialect } = message;
  const { challengeNonce, libraryVersion, userInteractionTimeout } = message.arguments;
  if (command !== "status" && command !== "authenticate") throw new BridgeFailure("unknown-command");
  if (command === "authenticate" && (typeof challengeNonce !== "string" || !NONCE.test(challengeNonce))) {
    throw new BridgeFailure("invalid-request", { detail: "challengeNonce" });
  }
  return {
    command,
    dialect: dialect === "web-eid" ? "web-eid" : "eidbridge",
    language: languageOf(message, browserLanguage),
    library: typeof libraryVersion === "string" ? libraryVersion : undefined,
    challengeNonce: String(challengeNonce),
    userInteractionTimeout: personTime(userInteractionTimeout),
    presence: presenceOf(message.presence),
  };
}

/** @param {unknown} asked milliseconds */
function personTime(asked) {
  if (asked === undefined) return undefined;
  if (typeof asked !== "number" || !(asked > 0)) {
    throw new BridgeFailure("invalid-request", { detail: "userInteractionTimeout" });
  }
  return Math.min(Math.ceil(asked), LONGEST_PERSON_MS);
}

/** @param {Record<string, unknown>} given @returns {Presence} */
function presenceOf({ used, gestureAt, visible }) {
  return { used: used === true, gestureAt: Number(gestureAt) || 0, visible: visible === true };
}

/**
 * `quit` makes any Web eID host say its version and nothing else.
 * @param {HostHello} hello @param {boolean} withReaders
 * @returns {import("./host-client.js").Plan}
 */
export function planStatus(hello, withReaders) {
  const command = withReaders && hello.eidbridge !== undefined ? "status" : "quit";
  return { request: { command, arguments: {} }, answerTimeoutMs: STATUS_ANSWER_MS, timeoutCode: "host-silent" };
}

/**
 * @param {HostHello} hello @param {PageRequest} request @param {string} origin of the sender
 * @returns {import("./host-client.js").Plan}
 */
export function planAuthenticate(hello, request, origin) {
  const { challengeNonce, language, userInteractionTimeout } = request;
  const standard = { challengeNonce, origin, lang: language };
  if (hello.eidbridge === undefined) {
    // Web eID's app refuses argument names it does not know, and has no time limit of its own.
    const plain = { command: "authenticate", arguments: standard };
    return {
      request: plain,
      answerTimeoutMs: userInteractionTimeout ?? WEB_EID_PERSON_MS,
      timeoutCode: "user-timeout",
    };
  }
  const eidbridge = { progress: true, userInteractionTimeout };
  return {
    request: { command: "authenticate", arguments: { ...standard, eidbridge } },
    answerTimeoutMs: (userInteractionTimeout ?? LONGEST_PERSON_MS) + HOST_GRACE_MS,
    timeoutCode: "host-silent",
  };
}
