import { BridgeFailure } from "./failure.js";

/** @typedef {{ webEid: string, text: Record<string, string>, help: Record<string, string> }} Entry */
/** @typedef {ReturnType<typeof createCatalogue>} Catalogue */

export const LANGUAGES = ["nl", "fr", "de", "en"];

/**
 * Said when the catalogue itself cannot be read.
 * @type {Entry}
 */
export const LAST_WORDS = {
  webEid: "ERR_WEBEID_UNKNOWN_ERROR",
  text: {
    nl: "Er ging iets mis.",
    fr: "Une erreur s'est produite.",
    de: "Es ist ein Fehler aufgetreten.",
    en: "Something went wrong.",
  },
  help: {
    nl: "Probeer opnieuw. Blijft het mislukken, neem dan contact op met de helpdesk.",
    fr: "Réessayez. Si le problème persiste, contactez le service d'assistance.",
    de: "Versuchen Sie es erneut. Bleibt das Problem bestehen, wenden Sie sich an den Helpdesk.",
    en: "Try again. If it keeps failing, contact the service desk.",
  },
};

/**
 * @param {string | undefined} tag such as `nl-BE`
 * @param {string} [fallback] tag to use when the first is none of ours
 */
export function closestLanguage(tag, fallback = "en") {
  const known = [tag, fallback].map((each) => each?.split(/[-_]/)[0].toLowerCase());
  return known.find((each) => each !== undefined && LANGUAGES.includes(each)) ?? "en";
}

/**
 * The error catalogue. It is read from the package only when something fails: a start of the worker stays cheap.
 * @param {() => Promise<Record<string, Entry>>} load
 */
export function createCatalogue(load) {
  /** @type {Promise<Record<string, Entry>> | undefined} */
  let loading;

  /**
   * @param {unknown} reason what was thrown
   * @param {string} language
   * @returns {Promise<import("../messages.js").WordedFailure>}
   */
  async function word(reason, language) {
    const failure = reason instanceof BridgeFailure ? reason : new BridgeFailure("internal-error");
    const entries = await read();
    const code = !entries || Object.hasOwn(entries, failure.code) ? failure.code : "internal-error";
    const { webEid, text, help } = entries?.[code] ?? LAST_WORDS;
    const { triesLeft, versions } = failure;
    return {
      code,
      webEid: failure.webEid ?? webEid,
      message: `${text[language]} ${help[language]}`,
      help: help[language],
      ...(triesLeft !== undefined && { triesLeft }),
      ...(versions !== undefined && { versions }),
    };
  }

  /** What happened, without what to do. @param {string} code @param {string} language */
  async function say(code, language) {
    const entries = await read();
    return (entries?.[code] ?? LAST_WORDS).text[language];
  }

  /** A file that could not be read once may be readable the next time. */
  async function read() {
    try {
      return await (loading ??= load());
    } catch {
      loading = undefined;
    }
  }

  return { word, say };
}
