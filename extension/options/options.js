import { BridgeFailure } from "../background/failure.js";
import { ask } from "../background/host-client.js";
import { readLastAction } from "../background/last-action.js";
import { readSettings } from "../background/settings.js";
import { connectNative, disconnectReason } from "../browser.js";
import { button, catalogue, element, fillTexts, language, telling, text, version } from "../pages.js";
import { browserName } from "./browser-name.js";
import { diagnose } from "./diagnose.js";
import { copyText, showFound } from "./found.js";
import { showLog, startLog } from "./log-view.js";
import { reportOf } from "./report.js";
import { readSwitches } from "./switches.js";

const { storage, management, runtime } = chrome;

fillTexts();
button("diagnose").addEventListener("click", () => void telling("outcome", runDiagnosis, "diagnose"));
button("copy").addEventListener("click", () => void copyText("report", "copied"));
for (const input of document.querySelectorAll("input, select")) input.addEventListener("change", () => void save(/** @type {Control} */ (input)));
storage.onChanged.addListener((_changes, area) => void (area === "session" ? showLog() : showSwitches()));
startLog();
void showSwitches();

async function runDiagnosis() {
  element("copied").textContent = "";
  element("outcome").textContent = text("looking");
  const { minimumHostVersion } = await readSettings(storage);
  const options = { connect: connectNative, disconnectReason };
  const found = await diagnose({ ask, options, now: () => performance.now(), minimumHostVersion });
  const failure = found.code === undefined ? undefined : await catalogue.word(new BridgeFailure(found.code), language);
  showFound(found, version, failure?.message);
  element("report").textContent = reportOf(await about(), found, Date.now());
}

/** @returns {Promise<import("./report.js").About>} */
async function about() {
  const { allowedOrigins, minimumHostVersion } = await readSettings(storage);
  return {
    version,
    id: runtime.id,
    installType: (await management.getSelf()).installType,
    browser: browserName(navigator.userAgent),
    language,
    switches: await readSwitches(storage),
    allowedOrigins: allowedOrigins?.length,
    minimumHostVersion,
    lastAction: await readLastAction(storage.session),
  };
}

async function showSwitches() {
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

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/** @param {string} name @returns {NodeListOf<Control>} */
const controlsOf = (name) => document.querySelectorAll(`input[name="${name}"], input#${name}, select#${name}`);

/** @param {Control} control */
async function save(control) {
  const value = control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : control.value;
  await telling("saved", async () => {
    await storage.local.set({ [control.name || control.id]: value });
    element("saved").textContent = text("saved");
  });
}
