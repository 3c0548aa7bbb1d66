import { closestLanguage, createCatalogue } from "../background/catalogue.js";
import { ask } from "../background/host-client.js";
import { planStatus } from "../background/requests.js";
import { connectNative, disconnectReason, loadCatalogue } from "../browser.js";
import { partsAfter, viewOf } from "./parts.js";

/** @typedef {import("./parts.js").Part} Part */

const version = chrome.runtime.getManifest().version;
const language = closestLanguage(chrome.i18n.getUILanguage());
const catalogue = createCatalogue(loadCatalogue);
const text = chrome.i18n.getMessage;

const summary = element("summary");
const list = element("parts");
const help = element("help");
const again = /** @type {HTMLButtonElement} */ (element("again"));

document.documentElement.lang = language;
for (const labelled of document.querySelectorAll("[data-text]")) {
  labelled.textContent = text(labelled.getAttribute("data-text") ?? "");
}
again.addEventListener("click", () => void look());
void look();

async function look() {
  again.disabled = true;
  summary.textContent = text("looking");
  try {
    const { hello, answer } = await ask((host) => planStatus(host, true), { connect: connectNative, disconnectReason });
    const view = viewOf(hello, answer, version);
    show(text(view.summary), view.parts, view.help && text(view.help));
  } catch (reason) {
    const { code, message } = await catalogue.word(reason, language);
    show(text("notReady"), partsAfter(code, version), message);
  }
  again.disabled = false;
}

/** @param {string} outcome @param {Part[]} parts @param {string} [advice] */
function show(outcome, parts, advice) {
  summary.textContent = outcome;
  list.replaceChildren(...parts.map(line));
  help.hidden = advice === undefined;
  help.textContent = advice ?? "";
}

/** @param {Part} part */
function line({ name, value, state }) {
  const item = document.createElement("li");
  item.className = state;
  const mark = span("mark", state === "good" ? "✓" : "✗");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", text(state));
  item.append(mark, span("name", text(name)), span("value", value));
  return item;
}

/** @param {string} className @param {string} content */
function span(className, content) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = content;
  return made;
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
