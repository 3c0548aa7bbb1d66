import { CARD_COMMAND_NAMES } from "./requests.js";

const KEY = "lastAction";

/**
 * What the popup shows. `code` of the failure; absent: it went well.
 * @typedef {{ at: number, command: string, site?: string, code?: string }} LastAction
 */

/** @typedef {Pick<chrome.storage.StorageArea, "get" | "set">} Area */

/**
 * The last time a site asked for the card, kept in memory until the browser closes.
 * @param {Area} area
 * @param {() => number} now milliseconds since 1970
 */
export function createLastAction(area, now) {
  return {
    /**
     * @param {chrome.runtime.MessageSender | undefined} sender @param {unknown} request
     * @param {string} [code] of the failure
     */
    async note(sender, request, code) {
      const command = /** @type {{ command?: unknown } | null} */ (request)?.command;
      if (typeof command !== "string" || !CARD_COMMAND_NAMES.includes(command)) return;
      const site = siteOf(sender);
      await area.set({ [KEY]: { at: now(), command, ...(site && { site }), ...(code && { code }) } });
    },
  };
}

/** @param {Area} area @returns {Promise<LastAction | undefined>} */
export async function readLastAction(area) {
  const found = (await area.get(KEY))[KEY];
  return /** @type {LastAction | undefined} */ (found);
}

/** A private window leaves no trace. @param {chrome.runtime.MessageSender | undefined} sender */
function siteOf(sender) {
  if (sender?.url === undefined || sender.tab?.incognito === true) return undefined;
  return new URL(sender.url).host;
}
