/** The four parts between page and card: what is in place, shown live, with help for the first that is missing. */

/** @typedef {"checking" | "ok" | "missing" | "unknown" | "later"} PartState */

const PARTS = ["extension", "host", "reader", "card"];
const AGAIN_MS = 2500;
/** The host answered, and what it answered with is about the reader, not about itself. */
const READER_CODES = new Set(["pcsc-unavailable", "pcsc-denied", "no-reader", "no-reader-in-remote-session"]);

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
  showHelpForThisBrowser();
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
  try {
    const { extension, host, readers, cards } = await bridge.status({ lang });
    show("extension", "ok", extension);
    show("host", "ok", host);
    show("reader", presence(readers));
    show("card", readers === 0 ? "later" : presence(cards));
    return readers !== 0 && cards !== 0;
  } catch (error) {
    showMissing(error);
    return false;
  }
}

/** @param {number | undefined} count @returns {PartState} */
function presence(count) {
  if (count === undefined) return "unknown";
  return count > 0 ? "ok" : "missing";
}

function showMissing(error) {
  const without = error.code === "extension-missing" || error.code === "origin-denied";
  const reader = READER_CODES.has(error.code);
  show("extension", without ? "missing" : "ok");
  show("host", without ? "later" : reader ? "ok" : "missing");
  show("reader", reader ? "missing" : "later");
  show("card", "later");
  const reason = document.querySelector("#check-host [data-reason]");
  reason.textContent = error.code === "host-missing" ? "" : error.message;
  reason.hidden = reason.textContent === "";
}

/** @param {string} part @param {PartState} state @param {string} [version] */
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

function showHelpForThisBrowser() {
  keepOnly("browser", browserName(navigator.userAgent));
  keepOnly("system", systemName(navigator.userAgent));
}

function keepOnly(kind, name) {
  for (const help of document.querySelectorAll(`[data-${kind}]`)) help.hidden = help.dataset[kind] !== name;
}

/** @param {string} agent */
function browserName(agent) {
  if (/Mobi|Android/.test(agent)) return "other";
  if (agent.includes("Firefox/")) return "firefox";
  if (agent.includes("Edg/")) return "edge";
  return agent.includes("Chrome/") ? "chrome" : "other";
}

/** @param {string} agent */
function systemName(agent) {
  if (agent.includes("Windows")) return "windows";
  return agent.includes("Macintosh") ? "mac" : "linux";
}
