// What the popup, the options and the welcome page do alike: texts, elements, the list of parts.
import { closestLanguage, createCatalogue } from "./background/catalogue.js";
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
