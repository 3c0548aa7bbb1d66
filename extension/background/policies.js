import { NO_POLICY } from "./settings.js";

const KEY = "policiesAwaited";

/**
 * Chromium was seen to hand policies over 0.7 s after an installation by policy, and more than 2 s after on a busy
 * computer. Whoever installed it has perhaps no policies at all, and a page made for Web eID gives a `status` 6 s.
 * @param {string} type of the installation
 */
export const policiesMs = (type) => (type === "admin" ? 5000 : 2000);

/**
 * @typedef {object} World
 * @property {{ get: (keys: null) => Promise<Record<string, unknown>> }} managed
 * @property {Pick<chrome.storage.StorageArea, "get" | "set">} local
 * @property {{ addListener: (listener: (changes: unknown, area: string) => void) => void }} onChanged
 * @property {() => Promise<string>} installType of management.getSelf
 * @property {string} version of this extension
 */

/**
 * Just installed, Chromium's storage of policies is empty although there are some; they come as a change, and count for
 * what came from a store as well. Where nobody set any that is waited for once per version, and remembered.
 * @param {World} world
 * @returns {() => Promise<void>} resolves when the policies can be read
 */
export function createPolicyWait({ managed, local, onChanged, installType, version }) {
  /** @type {Promise<void>} */
  const changed = new Promise((resolve) => {
    onChanged.addListener((_changes, area) => void (area === "managed" && resolve()));
  });
  /** @type {Promise<void> | undefined} */
  let over;

  async function wait() {
    const [policies, memory, type] = await Promise.all([managed.get(null), local.get(KEY), installType()]);
    if (type === "development" || memory[KEY] === version || Object.keys(policies).length > 0) return;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    await Promise.race([changed, new Promise((resolve) => (timer = setTimeout(resolve, policiesMs(type))))]);
    clearTimeout(timer);
    await local.set({ [KEY]: version });
  }

  /** Firefox rejects where there are none; any other failure says nothing of the next time. @param {unknown} reason */
  function onFailed(reason) {
    if (!NO_POLICY.test(String(reason))) over = undefined;
  }

  return () => (over ??= wait().catch(onFailed));
}
