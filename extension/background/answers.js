import { BridgeFailure } from "./failure.js";
import { isRecord } from "./host-frames.js";

/** @typedef {import("../messages.js").HostHello} HostHello */
/** @typedef {Record<string, unknown>} Fields */

const TOKEN_STRINGS = ["unverifiedCertificate", "algorithm", "signature", "format", "appVersion"];
/** Format web-eid:1.1 only. */
const TOKEN_LISTS = ["unverifiedIntermediateCertificates", "unverifiedSigningCertificates"];

/** @param {Fields} answer of the host @returns {Fields} the token and nothing beside it */
function tokenFrom(answer) {
  const whole = TOKEN_STRINGS.every((name) => typeof answer[name] === "string" && answer[name] !== "");
  if (!whole) throw new BridgeFailure("host-crashed", { detail: "a token with fields missing" });
  const lists = TOKEN_LISTS.filter((name) => Array.isArray(answer[name]));
  return Object.fromEntries([...TOKEN_STRINGS, ...lists].map((name) => [name, answer[name]]));
}

const ALGORITHM_STRINGS = ["cryptoAlgorithm", "hashFunction", "paddingScheme"];

/** @param {unknown} given @returns {Fields | undefined} */
function algorithmFrom(given) {
  if (!isRecord(given) || !ALGORITHM_STRINGS.every((name) => typeof given[name] === "string")) return undefined;
  return Object.fromEntries(ALGORITHM_STRINGS.map((name) => [name, given[name]]));
}

/** @param {Fields} answer @returns {Fields} */
function certificateFrom({ certificate, supportedSignatureAlgorithms: given }) {
  const algorithms = Array.isArray(given) ? given.map(algorithmFrom) : [];
  const isWhole = typeof certificate === "string" && certificate !== "" && algorithms.length > 0;
  if (!isWhole || algorithms.includes(undefined)) {
    throw new BridgeFailure("host-crashed", { detail: "a certificate with fields missing" });
  }
  return { certificate, supportedSignatureAlgorithms: algorithms };
}

/** @param {Fields} answer @returns {Fields} */
function signatureFrom({ signature, signatureAlgorithm: given }) {
  const signatureAlgorithm = algorithmFrom(given);
  if (typeof signature !== "string" || signature === "" || signatureAlgorithm === undefined) {
    throw new BridgeFailure("host-crashed", { detail: "a signature with fields missing" });
  }
  return { signature, signatureAlgorithm };
}

/** @param {Fields} answer @returns {Fields} */
function identityFrom({ identity, files }) {
  if (!isRecord(identity)) throw new BridgeFailure("host-crashed", { detail: "no identity" });
  return isRecord(files) ? { identity, files } : { identity };
}

/** What of the host's answer goes to the page, by command. @type {Record<string, (answer: Fields) => Fields>} */
export const RESULT_OF = {
  authenticate: tokenFrom,
  "get-signing-certificate": certificateFrom,
  sign: signatureFrom,
  "get-identity": identityFrom,
};

/**
 * @param {HostHello} hello @param {Fields} answer of the host's `status`, or `{}` after `quit`
 * @param {string} version of this extension
 */
export function statusFrom(hello, answer, version) {
  const { readers, cards } = presenceFrom(answer);
  const host = hello.eidbridge?.version ?? hello.version;
  return { extension: version, host, ...(readers === undefined ? {} : { readers, cards }) };
}

/** How many, never which: a reader's name would tell one computer from another. @param {Fields} answer */
function presenceFrom({ readers }) {
  if (!Array.isArray(readers)) return {};
  return { readers: readers.length, cards: readers.filter((reader) => reader?.card === true).length };
}
