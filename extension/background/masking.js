import { codeForBrowserError } from "./browser-errors.js";
import { LANGUAGES } from "./catalogue.js";
import { isKnownCode } from "./parts-of-codes.js";
import { CARD_COMMAND_NAMES } from "./requests.js";

/** @typedef {(value: string) => boolean} Test */

const COMMANDS = [...CARD_COMMAND_NAMES, "status", "quit"];
const STATES = [
  ...["waiting-for-reader", "waiting-for-card", "waiting-for-pin", "waiting-for-consent"],
  ...["reading-card", "keypad", "signing", "stopped"],
];
const VERSIONS = ["version", "library", "libraryVersion", "extension", "host", "nativeApp"];
/** With the Web eID version's own tail, such as `2.9.0+eidbridge.0.1.0`. @type {Test} */
const isVersion = (value) => /^\d{1,3}(\.\d{1,3}){2}(\+(eidbridge\.)?\d{1,3}(\.\d{1,3}){0,2})?$/.test(value);
/** Any other word could be a name. @param {...string} words @returns {Test} */
const oneOf = (...words) => (value) => words.includes(value);
/** @type {Test} */
const isWebEidCode = (value) => /^ERR_WEBEID_[A-Z_]{1,40}$/.test(value);

/**
 * What a developer must see to follow a conversation, and what it must look like; everything else is a length.
 * @type {Map<string, Test>}
 */
const SHOWN = new Map(Object.entries({
  type: oneOf("success", "failure", "progress"),
  dialect: oneOf("eidbridge", "web-eid"),
  command: oneOf(...COMMANDS),
  action: oneOf(...COMMANDS.map((command) => `web-eid:${command}`)),
  state: oneOf(...STATES),
  code: (value) => isKnownCode(value) || isWebEidCode(value),
  webEid: isWebEidCode,
  reason: (value) => PLAIN.test(value) && codeForBrowserError(value) !== "internal-error",
  origin: (value) => /^https?:\/\/[a-z0-9.-]{1,100}(:\d{1,5})?$/.test(value),
  lang: (value) => oneOf(...LANGUAGES)(value.replace(/-[A-Z]{2}$/, "")),
  ...Object.fromEntries(VERSIONS.map((name) => [name, isVersion])),
  format: oneOf("web-eid:1", "web-eid:1.0", "web-eid:1.1"),
  tokenFormat: oneOf("web-eid:1.0", "web-eid:1.1"),
  algorithm: (value) => /^[EPR]S(256|384|512)$/.test(value),
  cryptoAlgorithm: oneOf("ECC", "RSA"),
  hashFunction: (value) => /^SHA(3)?-\d{3}$/.test(value),
  paddingScheme: oneOf("NONE", "PKCS1.5", "PSS"),
}));
const SHOWN_NUMBERS = new Set(["protocol", "triesLeft", "userInteractionTimeout", "gestureAt", "readers", "cards"]);
/** Containers, and members that are only counted. */
const NAMED = new Set([
  ...["arguments", "eidbridge", "presence", "result", "error", "requiresUpdate", "signatureAlgorithm", "versions"],
  ...["challengeNonce", "certificate", "hash", "signature", "documentName", "fields", "message", "identity"],
  ...["unverifiedCertificate", "unverifiedIntermediateCertificates", "unverifiedSigningCertificates", "appVersion"],
  ...["supportedSignatureAlgorithms", "name", "used", "visible", "progress", "card", "files"],
]);
/** Whole branches that are about a person: not even their members are named. */
const CLOSED = new Set(["identity", "fields"]);
const PLAIN = /^[\w .,:;()+'/-]{0,120}$/;
const DEEPEST = 6;
const MOST_MEMBERS = 30;

/**
 * The shape of a message with nothing of the person or the card in it: an allow list, so a member that is invented
 * tomorrow is hidden until somebody decides otherwise.
 * @param {unknown} value @param {string} [key] member that holds it @param {number} [depth]
 * @returns {unknown}
 */
export function mask(value, key = "", depth = 0) {
  if (CLOSED.has(key)) return "(hidden)";
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return SHOWN_NUMBERS.has(key) ? value : "(number)";
  if (typeof value === "string") return maskText(value, key);
  if (depth >= DEEPEST || typeof value !== "object") return `(${typeof value})`;
  if (Array.isArray(value)) return value.slice(0, MOST_MEMBERS).map((each) => mask(each, key, depth + 1));
  const members = Object.entries(value).slice(0, MOST_MEMBERS);
  return Object.fromEntries(members.map(([name, each]) => [nameOf(name), mask(each, name, depth + 1)]));
}

/** @param {string} value @param {string} key */
function maskText(value, key) {
  return SHOWN.get(key)?.(value) ? value : `(${value.length} characters)`;
}

/** @param {string} name */
function nameOf(name) {
  return SHOWN.has(name) || SHOWN_NUMBERS.has(name) || NAMED.has(name) ? name : "(other)";
}
