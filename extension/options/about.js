import { readLastAction } from "../background/last-action.js";
import { readSettings } from "../background/settings.js";
import { readSwitches } from "./switches.js";

/** @typedef {import("./report.js").About} About */

/**
 * What a report tells beside the diagnosis. What cannot be read is said to be so: a report is wanted most when
 * something is wrong.
 * @param {object} world
 * @param {{ managed: import("../background/settings.js").Area, local: import("../background/settings.js").Area,
 *   session: Pick<chrome.storage.StorageArea, "get" | "set"> }} world.storage
 * @param {() => Promise<{ installType: string }>} world.getSelf
 * @param {Pick<About, "version" | "id" | "browser" | "language">} known
 * @returns {Promise<About>}
 */
export async function about({ storage, getSelf }, known) {
  const settings = await readSettings(storage).catch(() => undefined);
  return {
    ...known,
    installType: await getSelf().then(({ installType }) => installType, () => "unknown"),
    switches: await readSwitches(storage).catch(() => []),
    allowedOrigins: settings === undefined ? "unreadable" : settings.allowedOrigins?.length,
    minimumHostVersion: settings?.minimumHostVersion,
    lastAction: await readLastAction(storage.session).catch(() => undefined),
  };
}
