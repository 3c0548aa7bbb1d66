/** What a developer must see to follow a conversation; everything else is named, never shown. */
const SHOWN = new Set([
  ...["type", "dialect", "command", "action", "state", "code", "webEid", "reason", "name", "origin", "lang"],
  ...["version", "protocol", "library", "libraryVersion", "extension", "host", "nativeApp", "format", "tokenFormat"],
  ...["algorithm", "cryptoAlgorithm", "hashFunction", "paddingScheme", "used", "visible", "progress", "card", "files"],
]);
const SHOWN_NUMBERS = new Set(["protocol", "triesLeft", "userInteractionTimeout", "gestureAt", "readers", "cards"]);
/** Containers, and members that are only counted. */
const NAMED = new Set([
  ...["arguments", "eidbridge", "presence", "result", "error", "requiresUpdate", "signatureAlgorithm"],
  ...["challengeNonce", "certificate", "hash", "signature", "documentName", "fields", "message", "identity"],
  ...["unverifiedCertificate", "unverifiedIntermediateCertificates", "unverifiedSigningCertificates", "appVersion"],
  ...["supportedSignatureAlgorithms"],
]);
/** Whole branches that are about a person: not even their members are named. */
const CLOSED = new Set(["identity", "fields"]);
const PLAIN = /^[\w .,:;()+'/-]{0,120}$/;
/** Nothing that could be a PIN or a national number, whatever member it hides in. */
const NUMBER_IN_DIGITS = /^[\d. -]{4,}$/;
const VERSION = /^\d{1,3}\.\d{1,3}\.\d{1,3}$/;
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
  const shown = SHOWN.has(key) && PLAIN.test(value) && (VERSION.test(value) || !NUMBER_IN_DIGITS.test(value));
  return shown ? value : `(${value.length} characters)`;
}

/** @param {string} name */
function nameOf(name) {
  return SHOWN.has(name) || SHOWN_NUMBERS.has(name) || NAMED.has(name) ? name : "(other)";
}
