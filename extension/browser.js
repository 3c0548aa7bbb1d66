// The few calls of the browser that the worker and the popup share.

/** @param {string} name */
export const connectNative = (name) => chrome.runtime.connectNative(name);

/** Chromium tells in lastError, Firefox on the port. @param {chrome.runtime.Port} port @returns {string | undefined} */
export function disconnectReason(port) {
  const { error } = /** @type {{ error?: { message?: string } }} */ (/** @type {unknown} */ (port));
  return chrome.runtime.lastError?.message ?? error?.message;
}

/** @returns {Promise<Record<string, import("./background/catalogue.js").Entry>>} */
export async function loadCatalogue() {
  const response = await fetch(chrome.runtime.getURL("errors.json"));
  return response.json();
}
