import { languageOf } from "./requests.js";

/** @typedef {import("../messages.js").RelayedReply} RelayedReply */

/**
 * Where pages hand in their requests: one port, one request, one reply. When the page goes, navigates or gives up, its
 * port closes, and with it the host.
 * @param {{ desk: ReturnType<typeof import("./desk.js").createDesk>,
 *   catalogue: import("./catalogue.js").Catalogue, language: string,
 *   ownLanguage?: () => Promise<string | undefined>,
 *   lastAction: Pick<ReturnType<typeof import("./last-action.js").createLastAction>, "note">,
 *   log: Pick<ReturnType<typeof import("./message-log.js").createMessageLog>, "note"> }} parts
 * `ownLanguage`: the person's or policy's, before the page's
 */
export function createCounter({ desk, catalogue, language, ownLanguage = async () => undefined, lastAction, log }) {
  /** @param {chrome.runtime.Port} port */
  function receive(port) {
    const abort = new AbortController();
    let taken = false;
    port.onDisconnect.addListener(() => abort.abort());
    port.onMessage.addListener((message) => {
      if (taken) return;
      taken = true;
      void handle(port, message, abort.signal);
    });
  }

  /** @param {chrome.runtime.Port} port @param {unknown} request @param {AbortSignal} signal */
  async function handle(port, request, signal) {
    /** @param {RelayedReply} message */
    const reply = (message) => {
      if (signal.aborted) return;
      port.postMessage(message);
      void log.note("extension to page", message);
    };
    void log.note("page to extension", request);
    let admitted = false;
    const onAdmitted = () => void (admitted = true);
    try {
      /** @param {string} state @param {number} [triesLeft] */
      const onProgress = (state, triesLeft) =>
        reply({ type: "progress", state, ...(triesLeft !== undefined && { triesLeft }) });
      const result = await desk.serve(port.sender, request, { onProgress, signal, onAdmitted });
      reply({ type: "success", result });
      if (admitted) void lastAction.note(port.sender, request);
    } catch (reason) {
      const spoken = (await ownLanguage().catch(() => undefined)) ?? languageOf(request, language);
      const error = await catalogue.word(reason, spoken);
      reply({ type: "failure", error });
      // A refused request is no action: a hidden frame could put its name there.
      if (admitted) void lastAction.note(port.sender, request, error.code);
    }
  }

  return { receive };
}
