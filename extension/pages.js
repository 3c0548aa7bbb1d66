// What the popup, the options and the welcome page do alike: texts, elements, the list of parts.
import { closestLanguage, createCatalogue } from "./background/catalogue.js";
import { BridgeFailure } from "./background/failure.js";
import { loadCatalogue } from "./browser.js";

/** @typedef {import("./popup/parts.js").Part} Part */

export const version = chrome.runtime.getManifest().version;
export const language = closestLanguage(chrome.i18n.getUILanguage());
export const catalogue = createCatalogue(loadCatalogue);
export const text = chrome.i18n.getMessage;

/** Every text of a page is named in its markup. */
export function fillTexts() {
  document.documentElement.lang = language;
  for (const labelled of document.querySelectorAll("[data-text]")) {
    labelled.textContent = text(labelled.getAttribute("data-text") ?? "");
  }
}

/** @param {string} id */
export function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Does it, and says so when it could not be done (a full disk, a clipboard that is refused, a policy that cannot be
 * read); a button that was held meanwhile is free again.
 * @param {string} told id of where it is said @param {() => Promise<void>} act @param {string} [held] id of the button
 */
export async function telling(told, act, held) {
  if (held !== undefined) button(held).disabled = true;
  try {
    await act();
  } catch (reason) {
    const isKnown = reason instanceof BridgeFailure;
    element(told).textContent = isKnown ? (await catalogue.word(reason, language)).message : text("couldNot");
  } finally {
    if (held !== undefined) button(held).disabled = false;
  }
}

/** @param {string} id */
export const button = (id) => /** @type {HTMLButtonElement} */ (element(id));

/** @param {string} tag @param {string} className @param {string} content */
export function make(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

/** @param {Part} part @returns {HTMLElement} */
export function lineOf({ name, value, state }) {
  const item = make("li", state, "");
  const mark = make("span", "mark", state === "good" ? "✓" : "✗");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", text(state));
  item.append(mark, make("span", "name", text(name)), make("span", "value", value));
  return item;
}
