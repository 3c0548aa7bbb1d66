const KEY = "webEidAlone";

/** @typedef {Pick<chrome.storage.StorageArea, "get" | "set">} Area */

/**
 * Whether this profile has another extension for pages made for Web eID. Each acknowledgement that is heard, or is not,
 * corrects it, so it is never older than the last such page.
 * @param {Area} area
 */
export function createNeighbourMemory(area) {
  const isAlone = async () => (await area.get(KEY))[KEY] === true;

  return {
    /** @param {boolean} other whether another extension answered */
    async note(other) {
      if ((await isAlone()) === other) await area.set({ [KEY]: !other });
    },

    /**
     * @param {"auto" | "on" | "off"} choice
     * @returns {Promise<"auto" | "alone" | "on" | "off">} alone: nobody need be waited for
     */
    async refine(choice) {
      return choice === "auto" && (await isAlone()) ? "alone" : choice;
    },
  };
}
