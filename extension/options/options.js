import { BridgeFailure } from "../background/failure.js";
import { ask } from "../background/host-client.js";
import { readSettings } from "../background/settings.js";
import { connectNative, disconnectReason } from "../browser.js";
import { button, catalogue, element, fillTexts, language, telling, text, version } from "../pages.js";
import { about } from "./about.js";
import { browserName } from "./browser-name.js";
import { diagnose } from "./diagnose.js";
import { copyText, showFound } from "./found.js";
import { showLog, startLog } from "./log-view.js";
import { reportOf } from "./report.js";
import { readSwitches } from "./switches.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

const { storage, management, runtime } = chrome;
const showSwitches = () => telling("saved", fillSwitches);

fillTexts();
button("diagnose").addEventListener("click", () => void telling("outcome", runDiagnosis, "diagnose"));
button("copy").addEventListener("click", () => void copyText("report", "copied"));
for (const input of document.querySelectorAll("input, select")) {
  input.addEventListener("change", () => void telling("saved", () => save(/** @type {Control} */ (input))));
}
storage.onChanged.addListener((_changes, area) => void (area === "session" ? showLog() : showSwitches()));
startLog();
void showSwitches();

async function runDiagnosis() {
  element("copied").textContent = "";
  element("outcome").textContent = text("looking");
  const options = { connect: connectNative, disconnectReason };
  const settings = () => readSettings(storage);
  const found = await diagnose({ ask, options, now: () => performance.now(), settings });
  const failure = found.code === undefined ? undefined : await catalogue.word(new BridgeFailure(found.code), language);
  showFound(found, version, failure?.message);
  const known = { version, id: runtime.id, browser: browserName(navigator.userAgent), language };
  const told = await about({ storage, getSelf: () => management.getSelf() }, known);
  element("report").textContent = reportOf(told, found, Date.now());
}

async function fillSwitches() {
  for (const { name, value, managed } of await readSwitches(storage)) {
    for (const input of controlsOf(name)) {
      if (input instanceof HTMLSelectElement) input.value = String(value);
      else input.checked = typeof value === "boolean" ? value : input.value === value;
      input.disabled = managed;
    }
    element(`${name}-managed`).hidden = !managed;
    if (name === "messageLog") element("log").hidden = value !== true;
  }
  await showLog();
}

/** @param {string} name @returns {NodeListOf<Control>} */
const controlsOf = (name) => document.querySelectorAll(`input[name="${name}"], input#${name}, select#${name}`);

/** @param {Control} control */
async function save(control) {
  const value = control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : control.value;
  try {
    await storage.local.set({ [control.name || control.id]: value });
    element("saved").textContent = text("saved");
  } catch (reason) {
    // The switch shows what holds, not what was wished.
    await fillSwitches();
    throw reason;
  }
}
