/** The four parts between page and card: what is in place, shown live, with help for the first that is missing. */

/** @typedef {import("../../../../extension/page/eidbridge.js").Parts} Parts */

const PARTS = ["extension", "host", "reader", "card"];
const AGAIN_MS = 2500;

/**
 * @param {import("../../../../extension/page/eidbridge.js")} bridge
 * @param {string} lang
 */
export function watchParts(bridge, lang) {
  let paused = false;
  let running = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Only for somebody who looks, and only while something is missing: nothing is asked of the computer otherwise. */
  const check = async () => {
    clearTimeout(timer);
    if (paused || running || document.hidden) return;
    running = true;
    const complete = await look(bridge, lang);
    running = false;
    if (!complete && !paused) timer = setTimeout(check, AGAIN_MS);
  };

  document.addEventListener("visibilitychange", check);
  window.addEventListener("focus", check);
  for (const button of document.querySelectorAll("[data-reload]")) button.addEventListener("click", () => location.reload());
  keepOnly("browser", bridge.browserIn());
  keepOnly("system", bridge.systemIn());
  check();

  return {
    pause() {
      paused = true;
      clearTimeout(timer);
    },
    resume() {
      paused = false;
      check();
    },
  };
}

/** @returns {Promise<boolean>} nothing is known to be missing */
async function look(bridge, lang) {
  const found = await bridge.findMissing({ lang });
  showParts(found);
  if (found.settled === undefined) return isComplete(found);
  const settled = await found.settled;
  showParts(settled);
  return isComplete(settled);
}

/** @param {Parts} found */
function isComplete({ missing, error }) {
  return missing === undefined && error === undefined;
}

/** @param {Parts} found */
function showParts({ states, status, error }) {
  for (const part of PARTS) show(part, states[part], status?.[part]);
  const reason = document.querySelector("#check-host [data-reason]");
  reason.textContent = error === undefined || error.code === "host-missing" ? "" : error.message;
  reason.hidden = reason.textContent === "";
}

/** @param {string} part @param {Parts["states"]["host"]} state @param {string} [version] */
function show(part, state, version) {
  const item = document.querySelector(`#check-${part}`);
  const shown = state === "later" ? "unknown" : state;
  const text = item.querySelector("[data-part-text]");
  const words = sentence(text.dataset[state], version);
  item.querySelector("[data-part-help]").hidden = state !== "missing";
  if (item.dataset.state === shown && text.textContent === words) return;
  item.dataset.state = shown;
  text.textContent = words;
  if (state === "missing") say(`${item.querySelector(".stage-name").textContent}: ${words}`);
  if (PARTS.every((name) => document.querySelector(`#check-${name}`).dataset.state !== "missing")) say("");
}

/** Without a version only the first words are left: "Found." */
function sentence(pattern, version) {
  return version ? pattern.replace("{0}", version) : pattern.replace(/,[^,]*\{0\}/, "");
}

/** For those who hear the page: a part that turns out to be missing. */
function say(words) {
  document.querySelector("#parts-heard").textContent = words;
}

function keepOnly(kind, name) {
  for (const help of document.querySelectorAll(`[data-${kind}]`)) help.hidden = help.dataset[kind] !== name;
}
