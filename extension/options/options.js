import { BridgeFailure } from "../background/failure.js";
import { ask } from "../background/host-client.js";
import { readLastAction } from "../background/last-action.js";
import { readSettings } from "../background/settings.js";
import { connectNative, disconnectReason } from "../browser.js";
import { button, catalogue, element, fillTexts, language, text, version } from "../pages.js";
import { browserName } from "./browser-name.js";
import { diagnose } from "./diagnose.js";
import { copyText, showFound } from "./found.js";
import { showLog, startLog } from "./log-view.js";
import { reportOf } from "./report.js";
import { readSwitches } from "./switches.js";

const { storage, management, runtime } = chrome;

fillTexts();
button("diagnose").addEventListener("click", () => void runDiagnosis());
button("copy").addEventListener("click", () => void copyText("report", "copied"));
for (const input of document.querySelectorAll("input")) input.addEventListener("change", () => void save(input));
storage.onChanged.addListener((_changes, area) => void (area === "session" ? showLog() : showSwitches()));
startLog();
void showSwitches();

async function runDiagnosis() {
  button("diagnose").disabled = true;
  element("copied").textContent = "";
  element("outcome").textContent = text("looking");
  const found = await diagnose({ ask, options: { connect: connectNative, disconnectReason }, now: () => performance.now() });
  const failure = found.code === undefined ? undefined : await catalogue.word(new BridgeFailure(found.code), language);
  showFound(found, version, failure?.message);
  element("report").textContent = reportOf(await about(), found, Date.now());
  button("diagnose").disabled = false;
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
    allowedOrigins: allowedOrigins.length,
    minimumHostVersion,
    lastAction: await readLastAction(storage.session),
  };
}

async function showSwitches() {
  for (const { name, value, managed } of await readSwitches(storage)) {
    for (const input of inputsOf(name)) {
      input.checked = typeof value === "boolean" ? value : input.value === value;
      input.disabled = managed;
    }
    element(`${name}-managed`).hidden = !managed;
    if (name === "messageLog") element("log").hidden = value !== true;
  }
  await showLog();
}

/** @param {string} name @returns {NodeListOf<HTMLInputElement>} */
const inputsOf = (name) => document.querySelectorAll(`input[name="${name}"], input#${name}`);

/** @param {HTMLInputElement} input */
async function save(input) {
  const isRadio = input.type === "radio";
  await storage.local.set({ [isRadio ? input.name : input.id]: isRadio ? input.value : input.checked });
  element("saved").textContent = text("saved");
}
