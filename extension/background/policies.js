const KEY = "policiesAwaited";

/** Chromium was seen to hand policies over 0.7 s after an installation by policy; a slow computer takes longer. */
export const POLICIES_MS = 5000;

/**
 * @typedef {object} World
 * @property {{ get: (keys: null) => Promise<Record<string, unknown>> }} managed
 * @property {Pick<chrome.storage.StorageArea, "get" | "set">} local
 * @property {{ addListener: (listener: (changes: unknown, area: string) => void) => void }} onChanged
 * @property {() => Promise<string>} installType of management.getSelf
 * @property {string} version of this extension
 */

/**
 * Just installed by an administrator, Chromium's storage of policies is empty although there are some; they come as a
 * change. An administrator may also have set none: then that is waited for once per version, and remembered.
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
    if (type !== "admin" || memory[KEY] === version || Object.keys(policies).length > 0) return;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    await Promise.race([changed, new Promise((resolve) => (timer = setTimeout(resolve, POLICIES_MS)))]);
    clearTimeout(timer);
    await local.set({ [KEY]: version });
  }

  // Firefox rejects where there are none; what cannot be read is told when the settings are read.
  return () => (over ??= wait().catch(() => {}));
}
