import { BridgeFailure } from "./failure.js";

/** @typedef {import("../messages.js").HostHello} HostHello */

const SEMVER = /^(\d+)\.(\d+)\.(\d+)(?:[-+][0-9A-Za-z.+-]*)?$/;
const OLDEST_WEB_EID_MAJOR = 2;
/** Of EidBridge's own part of the frames. */
const NEWEST_PROTOCOL = 1;

/** Codes of a host that only knows Web eID's own. @type {Record<string, string>} */
const FROM_WEB_EID = {
  ERR_WEBEID_USER_CANCELLED: "user-cancelled",
  ERR_WEBEID_USER_TIMEOUT: "user-timeout",
  ERR_WEBEID_ACTION_PENDING: "busy",
  ERR_WEBEID_CONTEXT_INSECURE: "origin-denied",
  ERR_WEBEID_NATIVE_INVALID_ARGUMENT: "invalid-request",
  ERR_WEBEID_VERSION_MISMATCH: "version-mismatch",
};

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} frame @returns {HostHello} */
export function helloFromFrame(frame) {
  const failure = failureFromFrame(frame);
  if (failure !== undefined) throw failure;
  const { version, eidbridge } = /** @type {Record<string, unknown>} */ (frame);
  const nativeApp = versionFrom(version);
  if (Number(majorOf(nativeApp)) < OLDEST_WEB_EID_MAJOR) {
    throw new BridgeFailure("version-mismatch", { detail: nativeApp, nativeApp, outdated: "host" });
  }
  if (!isRecord(eidbridge)) return { version: nativeApp };
  const protocol = Number(eidbridge.protocol);
  if (protocol > NEWEST_PROTOCOL) {
    throw new BridgeFailure("version-mismatch", { detail: `protocol ${protocol}`, nativeApp, outdated: "extension" });
  }
  return { version: nativeApp, eidbridge: { version: String(eidbridge.version), protocol } };
}

/** As Web eID does it: SemVer, and a `v` in front is let pass. @param {unknown} said */
function versionFrom(said) {
  if (typeof said !== "string") throw new BridgeFailure("host-crashed", { detail: "first frame without a version" });
  const version = said.replace(/^v/, "");
  if (majorOf(version) !== undefined) return version;
  throw new BridgeFailure("host-crashed", { detail: "a version that is none", webEid: "ERR_WEBEID_VERSION_INVALID" });
}

/** @param {string | undefined} version @returns {number | undefined} undefined: it is no SemVer */
export function majorOf(version) {
  const major = SEMVER.exec(version ?? "")?.[1];
  return major === undefined ? undefined : Number(major);
}

/**
 * @param {unknown} frame
 * @returns {{ state: string, triesLeft?: number } | undefined} undefined: this is no progress
 */
export function progressFromFrame(frame) {
  if (!isRecord(frame) || !isRecord(frame.progress)) return undefined;
  const { state, triesLeft } = frame.progress;
  const tries = Number.isInteger(triesLeft) ? { triesLeft: Number(triesLeft) } : {};
  return { state: String(state).slice(0, 40), ...tries };
}

/** @param {unknown} frame @returns {BridgeFailure | undefined} undefined when this is an answer */
export function failureFromFrame(frame) {
  if (!isRecord(frame)) return new BridgeFailure("host-crashed", { detail: "a frame that is no object" });
  if (!("error" in frame)) return undefined;
  const error = isRecord(frame.error) ? frame.error : {};
  const ours = isRecord(error.eidbridge) ? error.eidbridge : {};
  const code = typeof ours.code === "string" ? ours.code : (FROM_WEB_EID[String(error.code)] ?? "internal-error");
  const triesLeft = Number.isInteger(ours.triesLeft) ? Number(ours.triesLeft) : undefined;
  return new BridgeFailure(code, { triesLeft });
}

/**
 * @param {HostHello} hello
 * @param {string | undefined} minimum oldest EidBridge version that policy accepts
 */
export function checkHostVersion(hello, minimum) {
  if (minimum === undefined) return;
  const wanted = SEMVER.exec(minimum);
  if (wanted === null) {
    throw new BridgeFailure("configuration-refused", { detail: `minimumHostVersion ${minimum} is no version` });
  }
  const found = SEMVER.exec(hello.eidbridge?.version ?? "");
  if (found === null || compare(found, wanted) < 0) {
    const detail = `${hello.version} is older than ${minimum}`;
    throw new BridgeFailure("version-mismatch", { detail, nativeApp: hello.version, outdated: "host" });
  }
}

/** @param {RegExpExecArray} a @param {RegExpExecArray} b */
function compare(a, b) {
  const differing = [1, 2, 3].find((part) => Number(a[part]) !== Number(b[part]));
  return differing === undefined ? 0 : Number(a[differing]) - Number(b[differing]);
}
