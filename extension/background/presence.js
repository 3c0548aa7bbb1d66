import { BridgeFailure } from "./failure.js";

/** @typedef {import("../messages.js").Presence} Presence */

/**
 * @typedef {object} BrowserView
 * @property {(tabId: number) => Promise<{ active: boolean, windowId: number }>} tab
 * @property {(windowId: number) => Promise<{ focused?: boolean }>} window
 * @property {() => number} now milliseconds since 1970
 */

/** A click this fresh proves that the page is in front, also where a desktop has no notion of a focused window. */
const FRESH_GESTURE_MS = 5000;
export const CANCELS_ALLOWED = 3;

/**
 * The page is in front of the person, who has used it, and has clicked again since the last Cancel.
 * @param {chrome.runtime.MessageSender} sender
 * @param {Presence} presence as the content script saw it; what the browser can tell is asked again here
 * @param {import("./cancels.js").TabMemory} memory
 * @param {BrowserView} browser
 */
export async function checkPresence(sender, presence, memory, browser) {
  if (memory.cancels >= CANCELS_ALLOWED) throw new BridgeFailure("refused-after-cancels");
  if (!(await isInFront(sender, presence, browser))) throw new BridgeFailure("not-visible");
  const clickedSince = memory.endedAt === 0 || presence.gestureAt > memory.endedAt;
  if (!presence.used || !clickedSince) throw new BridgeFailure("gesture-needed");
}

/**
 * Somebody could see the page: it is neither hidden nor being prerendered. All that `status` needs.
 * @param {chrome.runtime.MessageSender} sender @param {Presence} presence
 */
export function isSeen(sender, { visible }) {
  return visible && (sender.documentLifecycle ?? "active") === "active";
}

/**
 * @param {chrome.runtime.MessageSender} sender
 * @param {Presence} presence
 * @param {BrowserView} browser
 */
async function isInFront(sender, presence, browser) {
  if (!isSeen(sender, presence) || sender.tab?.id === undefined) return false;
  const { active, windowId } = await browser.tab(sender.tab.id);
  if (!active) return false;
  const age = browser.now() - presence.gestureAt;
  if (age >= 0 && age < FRESH_GESTURE_MS) return true;
  const { focused } = await browser.window(windowId);
  return focused === true;
}
