/**
 * EidBridge for a site: `status()` tells what is in place, `authenticate()` has the site's challenge signed by the
 * card, `getSigningCertificate()` and `sign()` make a signature, `getIdentity()` asks what stands on the card.
 * One ES module without dependencies; it speaks to the browser extension and to nothing else.
 */

export const LIBRARY_VERSION = "0.1.0";

/**
 * The extension answers before it does anything: no answer in twice this time means that it is not there. Twice,
 * because in a page that was busy the first limit may be over before the answer had a chance to be heard.
 */
const ACK_MS = 700;
/** Beyond the extension's own limits: 5 s for the host to start and 5 s (or the person's time and 10 s) to answer. */
const MARGIN_MS = 20_000;
const STATUS_MS = 12_000;
const LONGEST_PERSON_MS = 240_000;

/** The extension is on no other pages. A sandboxed document or a file has the origin "null": nobody could know who is asking. */
const MAY_ASK = /^(https:\/\/|http:\/\/localhost(:\d+)?$)/;

const MESSAGE = {
  request: "eidbridge:request",
  cancel: "eidbridge:cancel",
  ack: "eidbridge:request-ack",
  progress: "eidbridge:request-progress",
  success: "eidbridge:request-success",
  failure: "eidbridge:request-failure",
};

/** What happened, as a word (`pin-blocked`), as Web eID's code, and in the person's language with what to do next. */
export class BridgeError extends Error {
  /** @param {{ code: string, webEid: string, message: string, triesLeft?: number }} failure */
  constructor({ code, webEid, message, triesLeft }) {
    super(message);
    this.name = "BridgeError";
    /** Word of the catalogue, for example `user-cancelled`. */
    this.code = code;
    /** For example `ERR_WEBEID_USER_CANCELLED`. */
    this.webEid = webEid;
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
 */

/**
 * @param {{ lang?: string, signal?: AbortSignal }} [options] lang: `nl`, `fr`, `de`, `en`
 * @returns {Promise<Status>}
 * @throws {BridgeError} `extension-missing` within 1.5 s, `host-missing` and its like
 */
export async function status({ lang, signal } = {}) {
  const result = await call({ command: "status", arguments: { lang }, limitMs: STATUS_MS, lang, signal });
  return /** @type {Status} */ ({ library: LIBRARY_VERSION, ...result });
}

/**
 * @typedef {object} CardOptions
 * @property {string} [lang] `nl`, `fr`, `de`, `en`
 * @property {number} [userInteractionTimeout] milliseconds for the person; 120 s unless told, 240 s at most
 * @property {(state: string, details: { triesLeft?: number }) => void} [onProgress] such as `waiting-for-card`
 * @property {AbortSignal} [signal] closes the window; rejects with the signal's reason
 */

/**
 * @typedef {object} SignatureAlgorithm in the words of Web eID
 * @property {string} cryptoAlgorithm `ECC` or `RSA`
 * @property {string} hashFunction such as `SHA-384`
 * @property {string} paddingScheme `NONE` or `PKCS1.5`
 */

/**
 * @typedef {object} Identity as far as it was asked for and the card tells it; proves nothing about who asks
 * @property {Record<string, string> & { address?: { streetAndNumber?: string, zip?: string, municipality?: string } }} identity
 * @property {Record<string, string>} [files] base64: the files with the National Register's signatures, for a server to verify
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
    limitMs: (userInteractionTimeout ?? LONGEST_PERSON_MS) + MARGIN_MS,
    lang,
    onProgress,
    signal,
  });
}

/**
 * @typedef {{ command: string, arguments: Record<string, unknown>, limitMs: number, lang?: string,
 *   onProgress?: CardOptions["onProgress"], signal?: AbortSignal }} Call
 */

/** @param {Call} call @returns {Promise<Record<string, unknown>>} */
function call({ command, arguments: given, limitMs, lang, onProgress, signal }) {
  if (!window.isSecureContext || !MAY_ASK.test(window.origin)) return Promise.reject(ownError("origin-denied", lang));
  if (signal?.aborted) return Promise.reject(signal.reason);
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
 * @type {Record<string, { webEid: string, text: Record<string, string> }>}
 */
const OWN_ERRORS = {
  "extension-missing": {
    webEid: "ERR_WEBEID_EXTENSION_UNAVAILABLE",
    text: {
      nl:
        "De EidBridge-extensie ontbreekt in deze browser of staat uit. Installeer de extensie of schakel ze " +
        "in, en laad deze pagina opnieuw. Werkt u in een privévenster, gebruik dan een gewoon venster.",
      fr:
        "L'extension EidBridge est absente ou désactivée dans ce navigateur. Installez ou activez " +
        "l'extension, puis rechargez cette page. En navigation privée, utilisez plutôt une fenêtre normale.",
      de:
        "Die EidBridge-Erweiterung fehlt in diesem Browser oder ist ausgeschaltet. Installieren oder " +
        "aktivieren Sie die Erweiterung und laden Sie diese Seite neu. In einem privaten Fenster wechseln " +
        "Sie bitte zu einem normalen Fenster.",
      en:
        "The EidBridge extension is missing from this browser or switched off. Install the extension or " +
        "switch it on, and reload this page. In a private window, use a normal window instead.",
    },
  },
  "host-silent": {
    webEid: "ERR_WEBEID_NATIVE_UNAVAILABLE",
    text: {
      nl: "Het programma EidBridge antwoordt niet. Probeer opnieuw. Lukt het niet, herstart dan de computer.",
      fr: "Le programme EidBridge ne répond pas. Réessayez. Si cela ne fonctionne pas, redémarrez l'ordinateur.",
      de:
        "Das Programm EidBridge antwortet nicht. Versuchen Sie es erneut. Hilft das nicht, starten Sie den " +
        "Computer neu.",
      en: "The EidBridge program does not answer. Try again. If that does not help, restart the computer.",
    },
  },
  "origin-denied": {
    webEid: "ERR_WEBEID_CONTEXT_INSECURE",
    text: {
      nl:
        "Deze pagina mag uw eID-kaart niet gebruiken. Open de site via haar beveiligde adres (https) of " +
        "vraag raad aan de beheerder van de site.",
      fr:
        "Cette page n'est pas autorisée à utiliser votre carte eID. Ouvrez le site à son adresse sécurisée " +
        "(https) ou contactez le gestionnaire du site.",
      de:
        "Diese Seite darf Ihre eID-Karte nicht verwenden. Öffnen Sie die Website über ihre sichere Adresse " +
        "(https) oder wenden Sie sich an den Betreiber.",
      en:
        "This page may not use your eID card. Open the site at its secure address (https) or ask the people " +
        "who run the site.",
    },
  },
};

/** @param {string} code @param {string | undefined} lang */
function ownError(code, lang) {
  const language = (lang ?? navigator.language ?? "en").slice(0, 2).toLowerCase();
  const { webEid, text } = OWN_ERRORS[code];
  return new BridgeError({ code, webEid, message: text[language] ?? text.en });
}
