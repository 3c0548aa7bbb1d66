/** @typedef {import("../messages.js").WebEidVersions} WebEidVersions */

/** An expected failure, named by a code of errors.json. Anything else that is thrown is a bug. */
export class BridgeFailure extends Error {
  /**
   * @param {string} code
   * @param {object} [more]
   * @param {string} [more.detail] for the developer, never for the person
   * @param {number} [more.triesLeft]
   * @param {string} [more.nativeApp] version that the program has said
   * @param {"extension" | "host"} [more.outdated] of `version-mismatch`: who must be updated
   * @param {string} [more.webEid] Web eID's code where it is not the catalogue's
   * @param {WebEidVersions} [more.versions] for pages made for Web eID
   */
  constructor(code, { detail, triesLeft, nativeApp, outdated, webEid, versions } = {}) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "BridgeFailure";
    this.code = code;
    this.triesLeft = triesLeft;
    this.nativeApp = nativeApp;
    this.outdated = outdated;
    this.webEid = webEid;
    this.versions = versions;
  }
}
