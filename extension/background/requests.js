import { closestLanguage } from "./catalogue.js";
import { BridgeFailure } from "./failure.js";
import { checkHostVersion, isRecord } from "./host-frames.js";

/** @typedef {import("../messages.js").HostHello} HostHello */
/** @typedef {import("../messages.js").Presence} Presence */

/**
 * A page's request that passed its checks. `standard` are Web eID's arguments, `ours` those that only our host takes.
 * @typedef {{ command: string, dialect: "eidbridge" | "web-eid", language: string, library?: string,
 *   standard: Record<string, unknown>, ours: Record<string, unknown>, userInteractionTimeout?: number,
 *   presence: Presence }} PageRequest
 */

/**
 * Web eID's own time for the person; a page made for it gives up soon after. A host of ours has its own, which an
 * administrator may have set.
 */
const WEB_EID_PERSON_MS = 120_000;
/** Its app answers a longer request only after the person has closed a window about it. */
const WEB_EID_MOST_BYTES = 8192;
const LONGEST_PERSON_MS = 240_000;
/** Versions and readers are known at once. */
const STATUS_ANSWER_MS = 5000;
/** A host of ours ends the person's time itself; this much later it is the host that hangs. */
const HOST_GRACE_MS = 10_000;
/** web-eid.js waits 6 s longer than the person may take, and the program's start is in them. */
const WEB_EID_GRACE_MS = 3000;
/** To choose a certificate and to sign with it, web-eid.js gives the person the time twice. */
const WEB_EID_TWICE = ["get-signing-certificate", "sign"];

/** @type {(value: unknown, longest: number) => boolean} */
const isText = (value, longest) => typeof value === "string" && value !== "" && value.length <= longest;

/**
 * What an argument must look like before a program is started for it; the host checks it to the last byte.
 * @type {Record<string, (value: unknown) => boolean>}
 */
const LOOKS = {
  // Web eID: 44 (32 bytes in base64) to 128 characters.
  challengeNonce: (value) => typeof value === "string" && /^[\x21-\x7e]{44,128}$/.test(value),
  certificate: (value) => isText(value, 12_000),
  hash: (value) => isText(value, 128),
  hashFunction: (value) => isText(value, 8),
  documentName: (value) => isText(value, 255),
  tokenFormat: (value) => isText(value, 16),
  fields: (value) => Array.isArray(value) && value.length <= 32 && value.every((field) => isText(field, 40)),
  files: (value) => typeof value === "boolean",
};

/**
 * What a person must agree to, and its arguments: those it cannot do without, and those of ours that may be left out.
 * @type {Map<string, { needs: string[], ours: string[], oursOnly?: boolean }>}
 */
const CARD_COMMANDS = new Map([
  ["authenticate", { needs: ["challengeNonce"], ours: ["tokenFormat"] }],
  ["get-signing-certificate", { needs: [], ours: [] }],
  ["sign", { needs: ["certificate", "hash", "hashFunction"], ours: ["documentName"] }],
  ["get-identity", { needs: [], ours: ["fields", "files"], oursOnly: true }],
]);

export const CARD_COMMAND_NAMES = [...CARD_COMMANDS.keys()];

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
  const { command, dialect, arguments: given } = message;
  const known = CARD_COMMANDS.get(String(command));
  if (command !== "status" && known === undefined) throw new BridgeFailure("unknown-command");
  return {
    command: String(command),
    dialect: dialect === "web-eid" ? "web-eid" : "eidbridge",
    language: languageOf(message, browserLanguage),
    library: typeof given.libraryVersion === "string" ? given.libraryVersion : undefined,
    standard: pick(given, known?.needs ?? []),
    ours: pick(given, (known?.ours ?? []).filter((name) => given[name] !== undefined)),
    userInteractionTimeout: personTime(given.userInteractionTimeout),
    presence: presenceOf(message.presence),
  };
}

/** @param {Record<string, unknown>} given @param {string[]} names */
function pick(given, names) {
  const wrong = names.find((name) => !LOOKS[name](given[name]));
  if (wrong !== undefined) throw new BridgeFailure("invalid-request", { detail: wrong });
  return Object.fromEntries(names.map((name) => [name, given[name]]));
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
 * For the extension's own pages: a program that policy finds too old for sites is not in place for them either.
 * @param {HostHello} hello @param {string | undefined} minimumHostVersion
 */
export function planLook(hello, minimumHostVersion) {
  checkHostVersion(hello, minimumHostVersion);
  return planStatus(hello, true);
}

/**
 * @param {HostHello} hello @param {PageRequest} request @param {string} origin of the sender
 * @returns {import("./host-client.js").Plan}
 */
export function planCard(hello, request, origin) {
  const { command, standard, ours, language, userInteractionTimeout } = request;
  const asked = { ...standard, origin, lang: language };
  if (hello.eidbridge === undefined) return planForWebEidsApp(command, asked, userInteractionTimeout);
  const eidbridge = { progress: true, userInteractionTimeout, ...ours };
  return { request: { command, arguments: { ...asked, eidbridge } }, ...limitFor(request) };
}

/**
 * Web eID's app refuses argument names it does not know, and has no time limit of its own.
 * @param {string} command @param {Record<string, unknown>} asked @param {number} [personMs]
 * @returns {import("./host-client.js").Plan}
 */
function planForWebEidsApp(command, asked, personMs = WEB_EID_PERSON_MS) {
  if (CARD_COMMANDS.get(command)?.oursOnly) throw new BridgeFailure("version-mismatch", { detail: command });
  const request = { command, arguments: asked };
  const bytes = new TextEncoder().encode(JSON.stringify(request)).length;
  if (bytes > WEB_EID_MOST_BYTES) throw new BridgeFailure("message-too-large", { detail: `${bytes} bytes` });
  return { request, answerTimeoutMs: personMs, timeoutCode: "user-timeout" };
}

/**
 * A page made for Web eID gives up by itself: no window is to stand there for longer, whatever time the program has.
 * @param {PageRequest} request
 */
function limitFor({ command, dialect, userInteractionTimeout: named }) {
  if (dialect !== "web-eid") {
    return { answerTimeoutMs: (named ?? LONGEST_PERSON_MS) + HOST_GRACE_MS, timeoutCode: "host-silent" };
  }
  const timeoutCode = named === undefined ? "user-timeout" : "host-silent";
  const personMs = (named ?? WEB_EID_PERSON_MS) * (WEB_EID_TWICE.includes(command) ? 2 : 1);
  return { answerTimeoutMs: personMs + WEB_EID_GRACE_MS, timeoutCode };
}
