/**
 * EidBridge for a site: `status()` tells what is in place, `findMissing()` what is not and where to get it,
 * `authenticate()` has the site's challenge signed by the card, `getSigningCertificate()` and `sign()` make a
 * signature, `getIdentity()` asks what stands on the card.
 * One ES module without dependencies; it speaks to the browser extension and to nothing else.
 */

export const LIBRARY_VERSION = "0.1.0";

/**
 * The extension answers before it does anything: no answer in twice this time means that it is not there. Twice,
 * because in a page that was busy the first limit may be over before the answer had a chance to be heard.
 */
const ACK_MS = 700;
/** A person who lacks a part is told so within this time. */
const FIND_MS = 1500;
/**
 * Beyond the extension's own limits: 5 s for its policies, 5 s for the host to start and 5 s (or the person's time and
 * 10 s) to answer.
 */
const MARGIN_MS = 20_000;
const STATUS_MS = 16_000;
const LONGEST_PERSON_MS = 240_000;

/**
 * The extension is on no other pages. A sandboxed document or a file has the origin "null": nobody could know who is
 * asking. `about:blank` and `srcdoc` have the site's origin and an address without one: the extension is not there.
 */
const MAY_ASK = /^(https:\/\/|http:\/\/localhost(:\d+)?$)/;

const MESSAGE = {
  request: "eidbridge:request",
  cancel: "eidbridge:cancel",
  ack: "eidbridge:request-ack",
  progress: "eidbridge:request-progress",
  success: "eidbridge:request-success",
  failure: "eidbridge:request-failure",
};

/**
 * Every word that a failure can have; words are never changed, new ones may come.
 * @typedef {"busy" | "card-busy" | "card-error" | "card-removed" | "card-reset" | "card-unsupported"
 *   | "certificate-expired" | "certificate-mismatch" | "certificate-missing" | "certificate-not-yet-valid"
 *   | "configuration-refused" | "empty-message" | "extension-missing" | "gesture-needed" | "host-blocked-by-policy"
 *   | "host-crashed" | "host-forbidden" | "host-missing" | "host-silent" | "internal-error" | "invalid-json"
 *   | "invalid-request" | "invalid-utf8" | "keypad-timeout" | "message-too-large" | "module-failed" | "no-card"
 *   | "no-reader" | "no-reader-in-remote-session" | "not-visible" | "origin-denied" | "pcsc-denied"
 *   | "pcsc-unavailable" | "pin-blocked" | "pin-wrong" | "prompt-unavailable" | "refused-after-cancels"
 *   | "system-unsupported" | "unknown-command" | "user-cancelled" | "user-timeout" | "version-mismatch"} BridgeCode
 */

/** What happened, as a word (`pin-blocked`), as Web eID's code, and in the person's language with what to do next. */
export class BridgeError extends Error {
  /** @param {{ code: string, webEid: string, message: string, help?: string, triesLeft?: number }} failure */
  constructor({ code, webEid, message, help = "", triesLeft }) {
    super(message);
    this.name = "BridgeError";
    /** @type {BridgeCode} word of the catalogue, for example `user-cancelled` */
    this.code = /** @type {BridgeCode} */ (code);
    /** For example `ERR_WEBEID_USER_CANCELLED`. */
    this.webEid = webEid;
    /** What the person can do, in the person's language; the end of `message`, which begins with what happened. */
    this.help = help;
    /** PIN tries left on the card, where the failure is about the PIN. */
    this.triesLeft = triesLeft;
  }
}

/**
 * @typedef {object} Status
 * @property {string} library version of this file
 * @property {string} extension version
 * @property {string} host version of the program on the computer
 * @property {number} [readers] told only to sites where this person has logged in before, or that policy names
 * @property {number} [cards]
 */

/**
 * @typedef {object} Token Web eID's authentication token, for the server
 * @property {string} unverifiedCertificate
 * @property {string} algorithm
 * @property {string} signature
 * @property {string} format
 * @property {string} appVersion
 * @property {string[]} [unverifiedIntermediateCertificates] `web-eid:1.1`: the issuing CA as the card has it
 */

/**
 * Behind another tab it waits until the page is looked at.
 * @param {{ lang?: string, signal?: AbortSignal }} [options] lang: `nl`, `fr`, `de`, `en`
 * @returns {Promise<Status>}
 * @throws {BridgeError} `extension-missing` within 1.5 s, `host-missing` and its like
 */
export async function status({ lang, signal } = {}) {
  return askStatus({ lang, signal });
}

/** @param {Pick<Call, "lang" | "signal" | "onAck">} options @returns {Promise<Status>} */
async function askStatus({ lang, ...options }) {
  const asked = { command: "status", arguments: { lang }, limitMs: STATUS_MS, lang, seen: true };
  const result = await call({ ...asked, ...options });
  return /** @type {Status} */ ({ library: LIBRARY_VERSION, ...result });
}

/** @typedef {"extension" | "host" | "reader" | "card"} PartName in the order in which a request passes them */

/**
 * `later`: not to be known before the part in front of it is there. `unknown`: not told to this site, see `Status`.
 * `checking`: no answer yet, of the extension or of the program.
 * @typedef {"ok" | "missing" | "unknown" | "later" | "checking"} PartState
 */

/**
 * @typedef {object} Parts
 * @property {Record<PartName, PartState>} states
 * @property {PartName} [missing] the first part that is missing
 * @property {string} [download] where it is to be had for this browser and system, of the links that were given; not
 * where it would not help: what to do is in `error`
 * @property {Status} [status] when extension and program answered
 * @property {BridgeError} [error] when they did not: what to tell the person
 * @property {Promise<Parts>} [settled] only while `checking`: the same, when the program has answered or its limit is
 * over
 */

/**
 * Addresses that the site knows; what is absent is not offered, and none is built in.
 * @typedef {object} Links
 * @property {{ chrome?: string, edge?: string, firefox?: string }} [extension]
 * @property {{ windows?: string, mac?: string, linux?: string }} [host]
 * @property {string} [page] the site's own page about getting started, for whatever has no address of its own
 */

/**
 * Which part is missing, within 1.5 s, and where to get it.
 * @param {{ lang?: string, links?: Links, signal?: AbortSignal }} [options]
 * @returns {Promise<Parts>} rejects only when aborted
 */
export function findMissing({ lang, links, signal } = {}) {
  let heard = false;
  const found = askStatus({ lang, signal, onAck: () => (heard = true) }).then(
    (answer) => partsWith(statesOf(answer), links, { status: answer }),
    (error) => {
      if (!(error instanceof BridgeError)) throw error;
      return partsWith(statesAfter(error.code), links, { error });
    },
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<Parts>} */
  const slow = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ states: statesMeanwhile(heard), settled: found }), FIND_MS);
  });
  return Promise.race([found, slow]).finally(() => clearTimeout(timer));
}

/**
 * A page that the browser slows down may be here before its extension was heard.
 * @param {boolean} heard
 * @returns {Parts["states"]}
 */
function statesMeanwhile(heard) {
  if (!heard) return { extension: "checking", host: "later", reader: "later", card: "later" };
  return { extension: "ok", host: "checking", reader: "later", card: "later" };
}

/** @param {Status} status @returns {Parts["states"]} */
function statesOf({ readers, cards }) {
  /** @param {number | undefined} count @returns {PartState} */
  const presence = (count) => (count === undefined ? "unknown" : count > 0 ? "ok" : "missing");
  return { extension: "ok", host: "ok", reader: presence(readers), card: readers === 0 ? "later" : presence(cards) };
}

/** What is about neither the extension nor the program. The extension has the same in background/parts-of-codes.js. */
const READER_CODES = ["keypad-timeout", "no-reader", "no-reader-in-remote-session", "pcsc-denied", "pcsc-unavailable"];
const CARD_CODES = [
  ...["card-busy", "card-error", "card-removed", "card-reset", "card-unsupported", "certificate-expired"],
  ...["certificate-mismatch", "certificate-missing", "certificate-not-yet-valid"],
  ...["no-card", "pin-blocked", "pin-wrong"],
];
const REQUEST_CODES = [
  ...["busy", "empty-message", "gesture-needed", "invalid-json"],
  ...["invalid-request", "invalid-utf8", "message-too-large"],
  ...["not-visible", "refused-after-cancels", "unknown-command", "user-cancelled", "user-timeout"],
];

/** Settings, a policy, a fault of ours: to install the program again changes nothing. */
const NO_DOWNLOAD_CODES = ["configuration-refused", "host-blocked-by-policy", "internal-error"];

/** @param {string} code of a failed `status` @returns {Parts["states"]} */
function statesAfter(code) {
  if (code === "extension-missing") return { extension: "missing", host: "later", reader: "later", card: "later" };
  if (code === "origin-denied") return { extension: "unknown", host: "later", reader: "later", card: "later" };
  if (REQUEST_CODES.includes(code)) return { extension: "ok", host: "unknown", reader: "later", card: "later" };
  if (READER_CODES.includes(code)) return { extension: "ok", host: "ok", reader: "missing", card: "later" };
  if (CARD_CODES.includes(code)) return { extension: "ok", host: "ok", reader: "ok", card: "missing" };
  return { extension: "ok", host: "missing", reader: "later", card: "later" };
}

/** @param {Parts["states"]} states @param {Links | undefined} links @param {Partial<Parts>} more @returns {Parts} */
function partsWith(states, links, more) {
  const names = /** @type {PartName[]} */ (Object.keys(states));
  const missing = names.find((name) => states[name] === "missing");
  const isOffered = missing && !NO_DOWNLOAD_CODES.includes(more.error?.code ?? "");
  const offer = isOffered && { download: downloadFor(missing, links) };
  return { states, ...more, ...(missing && { missing }), ...offer };
}

/**
 * @param {PartName} part @param {Links} [links] @param {string} [agent] the browser's own line about itself
 * @returns {string | undefined} undefined: the site has no address for it
 */
export function downloadFor(part, links = {}, agent = navigator.userAgent) {
  const own = /** @type {Record<string, Record<string, string | undefined> | undefined>} */ ({
    extension: links.extension,
    host: links.host,
  });
  return own[part]?.[part === "extension" ? browserIn(agent) : systemIn(agent)] ?? links.page;
}

/** First row that fits. @type {ReadonlyArray<readonly ["chrome" | "edge" | "firefox" | "other", RegExp]>} */
const BROWSERS = [
  ["other", /Mobi|Android|iPad/],
  ["firefox", /Firefox\//],
  ["edge", /Edg\//],
  // Chromium, Brave, Vivaldi and Opera take Chrome's extensions.
  ["chrome", /Chrome\//],
];

/** @type {ReadonlyArray<readonly ["windows" | "mac" | "linux" | "other", RegExp]>} */
const SYSTEMS = [
  ["other", /Mobi|Android|iPad|CrOS/],
  ["windows", /Windows/],
  ["mac", /Macintosh/],
  ["linux", /Linux/],
];

/** @param {string} [agent] */
export const browserIn = (agent = navigator.userAgent) =>
  BROWSERS.find(([, pattern]) => pattern.test(agent))?.[0] ?? "other";

/** @param {string} [agent] */
export const systemIn = (agent = navigator.userAgent) =>
  SYSTEMS.find(([, pattern]) => pattern.test(agent))?.[0] ?? "other";

/**
 * @typedef {object} CardOptions
 * @property {string} [lang] `nl`, `fr`, `de`, `en`
 * @property {number} [userInteractionTimeout] milliseconds for the person; 120 s unless told, 240 s at most
 * @property {(state: string, details: { triesLeft?: number }) => void} [onProgress] the states are in the
 * README; a later program may say more
 * @property {AbortSignal} [signal] closes the window; rejects with the signal's reason
 */

/**
 * @typedef {object} SignatureAlgorithm in the words of Web eID
 * @property {string} cryptoAlgorithm `ECC` or `RSA`
 * @property {string} hashFunction such as `SHA-384`
 * @property {string} paddingScheme `NONE` or `PKCS1.5`
 */

/** @typedef {{ streetAndNumber?: string, zip?: string, municipality?: string }} Address as the card has it */

/**
 * @typedef {object} Identity as far as it was asked for and the card tells it; proves nothing about who asks
 * @property {Record<string, string> & { address?: Address }} identity
 * @property {Record<string, string>} [files] base64: the files with the National Register's signatures, for a server to
 * verify
 */

/**
 * @param {string} challengeNonce from the server, base64 of 32 bytes or more
 * @param {CardOptions & { tokenFormat?: "web-eid:1.0" | "web-eid:1.1" }} [options] 1.1 brings the issuing CA
 * @returns {Promise<Token>}
 * @throws {BridgeError}
 */
export async function authenticate(challengeNonce, { tokenFormat, ...options } = {}) {
  return /** @type {Promise<any>} */ (useCard("authenticate", { challengeNonce, tokenFormat }, options));
}

/**
 * The person chooses with which certificate to sign; no PIN.
 * @param {CardOptions} [options]
 * @returns {Promise<{ certificate: string, supportedSignatureAlgorithms: SignatureAlgorithm[] }>}
 * @throws {BridgeError}
 */
export async function getSigningCertificate(options = {}) {
  return /** @type {Promise<any>} */ (useCard("get-signing-certificate", {}, options));
}

/**
 * @param {string} certificate as `getSigningCertificate()` gave it
 * @param {string} hash base64 of the document's hash
 * @param {string} hashFunction such as `SHA-384`
 * @param {CardOptions & { documentName?: string }} [options] documentName: shown to the person
 * @returns {Promise<{ signature: string, signatureAlgorithm: SignatureAlgorithm }>}
 * @throws {BridgeError}
 */
export async function sign(certificate, hash, hashFunction, { documentName, ...options } = {}) {
  return /** @type {Promise<any>} */ (useCard("sign", { certificate, hash, hashFunction, documentName }, options));
}

/**
 * @param {string[]} fields such as `surname`, `birthDate`, `address`, `photo`
 * @param {CardOptions & { files?: boolean }} [options] files: everything on the card, for a server to verify
 * @returns {Promise<Identity>}
 * @throws {BridgeError}
 */
export async function getIdentity(fields, { files, ...options } = {}) {
  const asked = { fields: fields.length > 0 ? fields : undefined, files };
  return /** @type {Promise<any>} */ (useCard("get-identity", asked, options));
}

/** @param {string} command @param {Record<string, unknown>} given @param {CardOptions} options */
function useCard(command, given, { lang, userInteractionTimeout, onProgress, signal }) {
  return call({
    command,
    arguments: { ...given, lang, userInteractionTimeout },
    limitMs: personMs(userInteractionTimeout) + MARGIN_MS,
    lang,
    onProgress,
    signal,
  });
}

/**
 * The longest for whatever the extension will refuse: a timer of 25 days or of no number ends at once.
 * @param {number} [asked]
 */
const personMs = (asked = 0) => (asked > 0 ? Math.min(Number(asked), LONGEST_PERSON_MS) : LONGEST_PERSON_MS);

/**
 * `seen`: it waits until somebody looks at the page, because the extension starts nothing for a hidden one.
 * @typedef {{ command: string, arguments: Record<string, unknown>, limitMs: number, lang?: string, seen?: boolean,
 *   onAck?: () => void, onProgress?: CardOptions["onProgress"], signal?: AbortSignal }} Call
 */

/** @param {Call} asked @returns {Promise<Record<string, unknown>>} */
function call(asked) {
  const { command, arguments: given, limitMs, lang, seen, onAck, onProgress, signal } = asked;
  const mayAsk = window.isSecureContext && MAY_ASK.test(window.origin) && location.origin === window.origin;
  if (!mayAsk) return Promise.reject(ownError("origin-denied", lang));
  if (signal?.aborted) return Promise.reject(signal.reason);
  if (seen && document.visibilityState === "hidden") return untilSeen(signal).then(() => call(asked));
  const id = randomId();

  return new Promise((resolve, reject) => {
    const onNobody = () => end(() => reject(ownError("extension-missing", lang)));
    let timer = setTimeout(() => {
      timer = setTimeout(onNobody, ACK_MS);
    }, ACK_MS);

    /** @param {() => void} settle */
    const end = (settle) => {
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const giveUp = () => post({ type: MESSAGE.cancel, id });
    const onAbort = () =>
      end(() => {
        giveUp();
        reject(signal?.reason);
      });
    const onLimit = () =>
      end(() => {
        giveUp();
        reject(ownError("host-silent", lang));
      });

    /** @param {MessageEvent} event */
    const onMessage = ({ source, origin, data }) => {
      if (source !== window || origin !== location.origin || data?.id !== id) return;
      if (data.type === MESSAGE.ack) {
        clearTimeout(timer);
        timer = setTimeout(onLimit, limitMs);
        onAck?.();
      } else if (data.type === MESSAGE.progress) {
        onProgress?.(data.state, { triesLeft: data.triesLeft });
      } else if (data.type === MESSAGE.success) {
        end(() => resolve(data.result));
      } else if (data.type === MESSAGE.failure) {
        end(() => reject(new BridgeError(data.error)));
      }
    };

    window.addEventListener("message", onMessage);
    signal?.addEventListener("abort", onAbort);
    post({ type: MESSAGE.request, id, command, arguments: given });
  });
}

/** @param {AbortSignal} [signal] rejects with its reason @returns {Promise<void>} */
function untilSeen(signal) {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const onLook = () => {
      if (document.visibilityState === "hidden") return;
      over.abort();
      resolve();
    };
    const onAbort = () => {
      over.abort();
      reject(signal?.reason);
    };
    document.addEventListener("visibilitychange", onLook, { signal: over.signal });
    signal?.addEventListener("abort", onAbort, { signal: over.signal });
  });
}

/** @param {Record<string, unknown>} message */
function post(message) {
  window.postMessage(message, location.origin);
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What this file must say itself, in every language, because the catalogue is in the extension.
 * @type {Record<string, { webEid: string, text: Record<string, string>, help: Record<string, string> }>}
 */
const OWN_ERRORS = {
  "extension-missing": {
    webEid: "ERR_WEBEID_EXTENSION_UNAVAILABLE",
    text: {
      nl: "De EidBridge-extensie ontbreekt in deze browser of staat uit.",
      fr: "L'extension EidBridge est absente ou désactivée dans ce navigateur.",
      de: "Die EidBridge-Erweiterung fehlt in diesem Browser oder ist ausgeschaltet.",
      en: "The EidBridge extension is missing from this browser or switched off.",
    },
    help: {
      nl:
        "Installeer de extensie of schakel ze in, en laad deze pagina opnieuw. Werkt u in een privévenster, " +
        "gebruik dan een gewoon venster.",
      fr:
        "Installez ou activez l'extension, puis rechargez cette page. En navigation privée, utilisez plutôt " +
        "une fenêtre normale.",
      de:
        "Installieren oder aktivieren Sie die Erweiterung und laden Sie diese Seite neu. In einem privaten " +
        "Fenster wechseln Sie bitte zu einem normalen Fenster.",
      en:
        "Install the extension or switch it on, and reload this page. In a private window, use a normal " +
        "window instead.",
    },
  },
  "host-silent": {
    webEid: "ERR_WEBEID_NATIVE_UNAVAILABLE",
    text: {
      nl: "Het programma EidBridge antwoordt niet.",
      fr: "Le programme EidBridge ne répond pas.",
      de: "Das Programm EidBridge antwortet nicht.",
      en: "The EidBridge program does not answer.",
    },
    help: {
      nl: "Probeer opnieuw. Lukt het niet, herstart dan de computer.",
      fr: "Réessayez. Si cela ne fonctionne pas, redémarrez l'ordinateur.",
      de: "Versuchen Sie es erneut. Hilft das nicht, starten Sie den Computer neu.",
      en: "Try again. If that does not help, restart the computer.",
    },
  },
  "origin-denied": {
    webEid: "ERR_WEBEID_CONTEXT_INSECURE",
    text: {
      nl: "Deze pagina mag uw eID-kaart niet gebruiken.",
      fr: "Cette page n'est pas autorisée à utiliser votre carte eID.",
      de: "Diese Seite darf Ihre eID-Karte nicht verwenden.",
      en: "This page may not use your eID card.",
    },
    help: {
      nl: "Open de site via haar beveiligde adres (https) of vraag raad aan de beheerder van de site.",
      fr: "Ouvrez le site à son adresse sécurisée (https) ou contactez le gestionnaire du site.",
      de: "Öffnen Sie die Website über ihre sichere Adresse (https) oder wenden Sie sich an den Betreiber.",
      en: "Open the site at its secure address (https) or ask the people who run the site.",
    },
  },
};

/** @param {string} code @param {string | undefined} lang */
function ownError(code, lang) {
  const language = (lang ?? navigator.language ?? "en").slice(0, 2).toLowerCase();
  const { webEid, text, help } = OWN_ERRORS[code];
  const spoken = language in text ? language : "en";
  return new BridgeError({ code, webEid, message: `${text[spoken]} ${help[spoken]}`, help: help[spoken] });
}
