// Every call of the page library behind a button; what comes back is shown as it is.
import { authenticate, BridgeError, findMissing, getIdentity } from "./eidbridge.js";
import { getSigningCertificate, sign, status } from "./eidbridge.js";

/** @template {HTMLElement} [T=HTMLElement] @param {string} id */
const byId = (id) => /** @type {T} */ (document.getElementById(id));
/** @param {string} id */
const valueOf = (id) => /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(id)).value;

/** @type {Record<string, (options: import("./eidbridge.js").CardOptions) => Promise<unknown>>} */
const CALLS = {
  findMissing: ({ lang, signal }) => findMissing({ lang, signal }),
  status: ({ lang, signal }) => status({ lang, signal }),
  authenticate: (options) => authenticate(challenge(), { ...options, tokenFormat: chosenFormat() }),
  sign: signText,
  getIdentity: (options) => getIdentity(["surname", "givenNames", "address"], options),
};

/** @type {AbortController | undefined} */
let running;

for (const name of Object.keys(CALLS)) byId(name).addEventListener("click", () => void run(name));
byId("abort").addEventListener("click", () => running?.abort());

/** @param {string} name */
async function run(name) {
  running = new AbortController();
  setBusy(true);
  show("", "");
  try {
    const answer = await CALLS[name]({
      lang: valueOf("lang"),
      userInteractionTimeout: Number(valueOf("seconds")) * 1000,
      onProgress: (state, { triesLeft }) => show(triesLeft === undefined ? state : `${state}, ${triesLeft} tries left`),
      signal: running.signal,
    });
    show("done", answer);
  } catch (error) {
    show("failed", error instanceof BridgeError ? { ...error, message: error.message } : String(error));
  }
  setBusy(false);
}

/** @param {import("./eidbridge.js").CardOptions} options */
async function signText(options) {
  const { certificate, supportedSignatureAlgorithms } = await getSigningCertificate(options);
  const usual = supportedSignatureAlgorithms.find((each) => each.hashFunction === "SHA-256");
  const { hashFunction } = usual ?? supportedSignatureAlgorithms[0];
  const hash = await crypto.subtle.digest(hashFunction, new TextEncoder().encode(valueOf("document")));
  return sign(certificate, base64(new Uint8Array(hash)), hashFunction, { ...options, documentName: "sample.txt" });
}

/** A site takes its challenge from its server, which uses each once. */
const challenge = () => base64(crypto.getRandomValues(new Uint8Array(32)));

const chosenFormat = () => /** @type {"web-eid:1.0" | "web-eid:1.1"} */ (valueOf("format"));

/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** @param {string} state @param {unknown} [answer] */
function show(state, answer) {
  byId("state").textContent = state;
  if (answer === undefined) return;
  byId("answer").textContent = typeof answer === "string" ? answer : JSON.stringify(answer, null, 2);
}

/** @param {boolean} busy */
function setBusy(busy) {
  for (const button of document.querySelectorAll("button")) button.disabled = button.id === "abort" ? !busy : busy;
}
