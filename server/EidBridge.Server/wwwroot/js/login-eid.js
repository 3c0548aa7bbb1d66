/** Logging in with the card: challenge, window of the host, token to the server. Every step is shown, and can be cancelled. */

import { watchParts } from "./parts.js";

const page = document.querySelector("#eid-login");
const { lang, library, antiforgery } = page.dataset;
const bridge = await import(library);

const PERSON_MS = 120_000;
const WINDOW_HINT_MS = 3000;
// 1.1 brings the card's issuing CA, so that the server needs the roots only. Web eID's own app makes 1.0 alone: for it the server must hold the CAs.
const TOKEN_FORMAT = "web-eid:1.1";

const byId = (id) => document.getElementById(id);
const parts = watchParts(bridge, lang);
/** @type {AbortController | undefined} */
let running;

byId("log-in").addEventListener("click", logIn);
byId("retry").addEventListener("click", logIn);
byId("cancel").addEventListener("click", () => running?.abort());
// The window on the computer must not outlive the page that asked for it.
window.addEventListener("pagehide", () => running?.abort());

async function logIn() {
  if (running) return;
  running = new AbortController();
  begin();
  const hint = setTimeout(() => { byId("window-hint").textContent = progressText("window-hint"); }, WINDOW_HINT_MS);
  try {
    const { signal } = running;
    const { nonce } = await askServer("/login/eid/challenge", { signal });
    const token = await bridge.authenticate(nonce, { lang, tokenFormat: TOKEN_FORMAT, userInteractionTimeout: PERSON_MS, onProgress: showState, signal });
    clearTimeout(hint);
    byId("window-hint").textContent = "";
    showState("verifying");
    const { next } = await askServer("/login/eid", { method: "POST", body: JSON.stringify(token), signal });
    showState("done");
    location.assign(ownAddress(next));
  } catch (error) {
    end();
    if (error?.name !== "AbortError") showError(error);
  } finally {
    clearTimeout(hint);
  }
}

function begin() {
  parts.pause();
  byId("error").hidden = true;
  byId("waiting").hidden = false;
  byId("window-hint").textContent = "";
  byId("log-in").hidden = true;
  byId("other-way").hidden = true;
  byId("cancel").hidden = false;
  byId("cancel").focus();
  showState("starting");
}

function end() {
  running = undefined;
  byId("waiting").hidden = true;
  byId("cancel").hidden = true;
  byId("log-in").hidden = false;
  byId("other-way").hidden = false;
  byId("log-in").focus();
  parts.resume();
}

/** @param {string} state a word of the host or of this page; a word we have no text for changes nothing */
function showState(state) {
  const text = progressText(state);
  if (!text) return;
  byId("state").dataset.state = state;
  byId("state").textContent = text;
}

/** @param {string} state */
function progressText(state) {
  return byId("progress-texts").querySelector(`[data-state="${CSS.escape(state)}"]`)?.textContent;
}

/** @param {{ code?: string, message?: string }} error */
function showError({ code, message }) {
  const known = catalogued(code) ?? catalogued("internal-error");
  const box = byId("error");
  box.dataset.code = code ?? "internal-error";
  byId("error-title").textContent = known.textContent;
  byId("error-help").textContent = catalogued(code) ? known.dataset.help : message ?? known.dataset.help;
  byId("retry").hidden = known.dataset.retry !== "true";
  box.hidden = false;
  box.focus();
}

/** @param {string | undefined} code */
function catalogued(code) {
  return code && byId("error-texts").querySelector(`[data-code="${CSS.escape(code)}"]`);
}

/**
 * @param {string} address @param {RequestInit} options
 * @returns {Promise<any>} the answer; a refusal is thrown with the server's code
 */
async function askServer(address, options) {
  const answer = await fetch(address, {
    ...options,
    cache: "no-store",
    credentials: "same-origin",
    headers: { "Accept": "application/json", "Content-Type": "application/json", "RequestVerificationToken": antiforgery },
  }).catch((error) => {
    if (error?.name === "AbortError") throw error;
    throw { code: "offline" };
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw { code: body.code ?? (answer.status === 429 ? "too-many-requests" : "internal-error") };
  return body;
}

/** Only a page of this site follows a log-in. @param {string} next */
function ownAddress(next) {
  const address = new URL(next, location.origin);
  return address.origin === location.origin ? address.href : "/";
}
