import { ask } from "../background/host-client.js";
import { planLook } from "../background/requests.js";
import { readSettings } from "../background/settings.js";
import { connectNative, disconnectReason } from "../browser.js";
import { catalogue, element, language, lineOf, text, version } from "../pages.js";
import { partsAfter, viewOf } from "./parts.js";

/** @typedef {import("./parts.js").Part} Part */

/** Asks the program what is there, and shows it in `#summary`, `#parts` and `#help`. */
export async function look() {
  element("summary").textContent = text("looking");
  try {
    const { minimumHostVersion } = await readSettings(chrome.storage);
    const options = { connect: connectNative, disconnectReason };
    const { hello, answer } = await ask((host) => planLook(host, minimumHostVersion), options);
    const view = viewOf(hello, answer, version);
    show(text(view.summary), view.parts, view.help && text(view.help));
  } catch (reason) {
    const { code, message } = await catalogue.word(reason, language);
    show(text("notReady"), partsAfter(code, version), message);
  }
}

/** @param {string} outcome @param {Part[]} parts @param {string} [advice] */
function show(outcome, parts, advice) {
  element("summary").textContent = outcome;
  element("parts").replaceChildren(...parts.map(lineOf));
  element("help").hidden = advice === undefined;
  element("help").textContent = advice ?? "";
}
