import { mask } from "./masking.js";

/**
 * @typedef {"page to extension" | "extension to page" | "extension to host" | "host to extension"
 *   | "host gone"} Way
 */
/** @typedef {{ at: number, way: Way, message: unknown }} Entry */
/** @typedef {Pick<chrome.storage.StorageArea, "get" | "set" | "remove">} Area */

export const LOG_KEY = "messageLog.entries";
export const MOST_ENTRIES = 200;

/**
 * For developers, off unless switched on: what was said between page, extension and host, masked before it is kept. In
 * memory only (storage.session), the oldest goes first.
 * @param {{ area: Area, isOn: () => Promise<boolean>, now: () => number }} world
 */
export function createMessageLog({ area, isOn, now }) {
  /** @type {Promise<boolean> | undefined} */
  let on;
  /** One write after the other, or they would overwrite each other. */
  let last = Promise.resolve();

  /** @param {() => Promise<void>} work */
  function next(work) {
    // Losing a line of a log is no reason to fail a login.
    last = last.then(work).catch(() => {});
    return last;
  }

  return {
    /** @param {Way} way @param {unknown} message */
    note(way, message) {
      const at = now();
      return next(async () => {
        if (!(await (on ??= isOn()))) return;
        /** @type {Entry} */
        const entry = { at, way, message: mask(message) };
        await area.set({ [LOG_KEY]: [...(await readLog(area)), entry].slice(-MOST_ENTRIES) });
      });
    },

    /** The switch or a policy may have changed. Switched off, nothing is left. */
    changed() {
      return next(async () => {
        on = isOn();
        if (!(await on)) await area.remove(LOG_KEY);
      });
    },
  };
}

/** @param {Pick<Area, "get">} area @returns {Promise<Entry[]>} */
export async function readLog(area) {
  const found = (await area.get(LOG_KEY))[LOG_KEY];
  return Array.isArray(found) ? found : [];
}
