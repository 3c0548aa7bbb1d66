/**
 * `endedAt`: clicks up to this moment are used up, milliseconds since 1970; 0: none is.
 * @typedef {{ cancels: number, endedAt: number }} TabMemory
 */

/** @typedef {Pick<chrome.storage.StorageArea, "get" | "set" | "remove">} Area */

/**
 * What was cancelled in each tab. It outlives the worker (storage.session) and not the browser; a reload of the page
 * does not clear it, or a page could.
 * @param {Area} area
 * @param {() => number} now
 */
export function createCancels(area, now) {
  /** @param {number} tabId */
  const key = (tabId) => `cancels.${tabId}`;

  /** @param {number} tabId @returns {Promise<TabMemory>} */
  async function recall(tabId) {
    const found = (await area.get(key(tabId)))[key(tabId)];
    return /** @type {TabMemory | undefined} */ (found) ?? { cancels: 0, endedAt: 0 };
  }

  return {
    recall,

    /** The person said no: counted. @param {number} tabId */
    async noteCancel(tabId) {
      const { cancels } = await recall(tabId);
      await area.set({ [key(tabId)]: { cancels: cancels + 1, endedAt: now() } });
    },

    /**
     * Given up by the page, or nobody came: a click later than the one it had is needed, nothing is counted.
     * @param {number} tabId
     * @param {number} gestureAt of the request that was given up; 0: clicked in a frame, which only the browser saw
     */
    async noteAbandoned(tabId, gestureAt) {
      const { cancels, endedAt } = await recall(tabId);
      await area.set({ [key(tabId)]: { cancels, endedAt: Math.max(endedAt, gestureAt || now()) } });
    },

    /** @param {number} tabId */
    forget: (tabId) => area.remove(key(tabId)),
  };
}
