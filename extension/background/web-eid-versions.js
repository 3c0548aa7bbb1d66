import { BridgeFailure } from "./failure.js";
import { majorOf } from "./host-frames.js";

/**
 * As web-eid.js knows the three parts. `nativeApp`: undefined: it has not said its version.
 * @typedef {{ library?: string, extension: string, nativeApp?: string }} Versions
 */

/** What web-eid.js 2.x compares with its own major version. */
const WEB_EID_VERSION = "2.5.0";

/** @param {string} version of this extension */
export const versionForWebEid = (version) => `${WEB_EID_VERSION}+eidbridge.${version}`;

/** A library that has no version cannot be compared with. @param {string | undefined} library the page's */
export function checkLibraryVersion(library) {
  if (majorOf(library) !== undefined) return;
  throw new BridgeFailure("invalid-request", { detail: "libraryVersion", webEid: "ERR_WEBEID_VERSION_INVALID" });
}

/**
 * Web eID's rule: the extension is not older than the library, the program not older than either, by major version.
 * @param {Versions} versions
 * @returns {{ extension: boolean, nativeApp: boolean } | undefined} what must be updated; undefined: nothing, or not to
 * be known
 */
export function requiresUpdate({ library, extension, nativeApp }) {
  const [page, own, host] = [library, extension, nativeApp].map((version) => majorOf(version) ?? NaN);
  const found = { extension: own < page, nativeApp: host < page || host < own };
  return found.extension || found.nativeApp ? found : undefined;
}

/**
 * A failure as pages made for Web eID read it, with the versions beside it. Parts that do not fit go before whatever
 * failed, unless the person said no: then they understood each other well enough.
 * @param {unknown} reason @param {Versions} versions
 * @returns {unknown}
 */
export function failureForWebEid(reason, versions) {
  if (!(reason instanceof BridgeFailure)) return reason;
  const { code, nativeApp, outdated, webEid, triesLeft } = reason;
  const told = { ...versions, ...(nativeApp !== undefined && { nativeApp }) };
  const misfit = code === "user-cancelled" ? undefined : requiresUpdate(told);
  if (misfit === undefined && code !== "version-mismatch") {
    return new BridgeFailure(code, { webEid, triesLeft, versions: told });
  }
  const ours = { extension: outdated === "extension", nativeApp: outdated !== "extension" };
  return new BridgeFailure("version-mismatch", { versions: { ...told, requiresUpdate: misfit ?? ours } });
}
