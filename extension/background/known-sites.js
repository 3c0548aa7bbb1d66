const KEY = "knownSites";
const MOST_SITES = 200;

/** @typedef {Pick<chrome.storage.StorageArea, "get" | "set">} Area */

/**
 * Sites where this profile has used its card. Only they, and sites named by policy, learn whether a reader is there.
 * @param {Area} area
 */
export function createKnownSites(area) {
  /** @returns {Promise<string[]>} */
  async function all() {
    const { [KEY]: sites } = await area.get(KEY);
    return Array.isArray(sites) ? sites : [];
  }

  return {
    /** @param {string} origin */
    has: async (origin) => (await all()).includes(origin),

    /** @param {string} origin */
    async add(origin) {
      const others = (await all()).filter((site) => site !== origin);
      await area.set({ [KEY]: [...others, origin].slice(-MOST_SITES) });
    },
  };
}
