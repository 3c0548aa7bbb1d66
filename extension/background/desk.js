import { RESULT_OF, statusFrom } from "./answers.js";
import { BridgeFailure } from "./failure.js";
import { checkHostVersion } from "./host-frames.js";
import { originOf } from "./origins.js";
import { checkPresence, isSeen } from "./presence.js";
import { parseRequest, planCard, planStatus } from "./requests.js";
import { checkLibraryVersion, failureForWebEid, requiresUpdate, versionForWebEid } from "./web-eid-versions.js";

/** @typedef {import("./requests.js").PageRequest} PageRequest */
/** @typedef {import("./settings.js").Settings} Settings */
/**
 * @typedef {{ onProgress: (state: string, triesLeft?: number) => void, signal: AbortSignal,
 *   onAdmitted?: () => void }} Caller
 */

/**
 * @typedef {object} Desk what the desk needs of the world
 * @property {(plan: (hello: import("../messages.js").HostHello) => import("./host-client.js").Plan,
 *   caller?: Caller) => Promise<{ hello: import("../messages.js").HostHello, answer: Record<string, unknown> }>} ask
 * @property {() => Promise<Settings>} readSettings
 * @property {ReturnType<typeof import("./cancels.js").createCancels>} cancels
 * @property {ReturnType<typeof import("./known-sites.js").createKnownSites>} knownSites
 * @property {import("./presence.js").BrowserView} browser
 * @property {string} version of this extension
 * @property {string} language of the browser
 */

/** A page that polls starts no more hosts than this, and one that nobody sees none. */
const STATUS_KEPT_MS = 1000;

/** Decides who may ask what, and asks. One per worker. @param {Desk} world */
export function createDesk(world) {
  const { ask, cancels, knownSites, browser } = world;
  /** Tabs and origins with a host at work. @type {Set<number | string>} */
  const atWork = new Set();
  /** @type {Map<string, { at?: number, outcome: ReturnType<Desk["ask"]> }>} */
  const statuses = new Map();

  /**
   * @param {chrome.runtime.MessageSender | undefined} sender
   * @param {unknown} message
   * @param {Caller} caller
   * @returns {Promise<Record<string, unknown>>}
   * @throws {BridgeFailure}
   */
  async function serve(sender, message, caller) {
    const settings = await world.readSettings();
    const origin = originOf(sender, settings);
    const asked = parseRequest(message, world.language);
    // The content script keeps silent then; but a policy that came late, or one that a page's process ignores, is kept
    // to here.
    if (asked.dialect === "web-eid" && settings.webEid === "off") throw new BridgeFailure("extension-missing");
    const request = { ...asked, language: settings.language ?? asked.language };
    if (request.dialect === "eidbridge") return answerTo(sender, request, origin, settings, caller);
    const versions = { library: request.library, extension: versionForWebEid(world.version) };
    return answerTo(sender, request, origin, settings, caller).catch((reason) => {
      throw failureForWebEid(reason, versions);
    });
  }

  /**
   * @param {chrome.runtime.MessageSender | undefined} sender @param {PageRequest} request
   * @param {string} origin @param {Settings} settings @param {Caller} caller
   */
  async function answerTo(sender, request, origin, settings, caller) {
    const known = /** @type {chrome.runtime.MessageSender} */ (sender);
    if (request.command === "status") return status(known, request, origin, settings);
    // Before the turn, or a frame nobody clicked could keep its tab busy; and in it again, for what ended meanwhile.
    await checkPresence(known, request.presence, await cancels.recall(Number(known.tab?.id)), browser);
    return alone(known, origin, (tabId) => useCard(known, tabId, request, origin, settings, caller));
  }

  /**
   * @param {chrome.runtime.MessageSender} sender @param {PageRequest} request
   * @param {string} origin @param {Settings} settings
   */
  async function status(sender, request, origin, settings) {
    if (!isSeen(sender, request.presence)) throw new BridgeFailure("not-visible");
    if (request.dialect === "web-eid") checkLibraryVersion(request.library);
    const trusted = settings.allowedOrigins?.includes(origin) || (await knownSites.has(origin));
    const { hello, answer } = await recentStatus(trusted && request.dialect === "eidbridge");
    checkHostVersion(hello, settings.minimumHostVersion);
    return request.dialect === "web-eid" ? webEidStatus(hello, request) : statusFrom(hello, answer, world.version);
  }

  /** @param {import("../messages.js").HostHello} hello @param {PageRequest} request */
  function webEidStatus({ version: nativeApp }, { library }) {
    const versions = { library, extension: versionForWebEid(world.version), nativeApp };
    if (requiresUpdate(versions) !== undefined) throw new BridgeFailure("version-mismatch", { nativeApp });
    return versions;
  }

  /** @param {boolean} withReaders */
  function recentStatus(withReaders) {
    const kept = statuses.get(String(withReaders));
    // A clock that was set back makes an outcome no younger.
    if (kept && Math.abs(browser.now() - (kept.at ?? browser.now())) < STATUS_KEPT_MS) return kept.outcome;
    const outcome = ask((hello) => planStatus(hello, withReaders));
    // Kept from when it settles: behind a host that is silent no second one is started.
    /** @type {{ at?: number, outcome: typeof outcome }} */
    const entry = { outcome };
    statuses.set(String(withReaders), entry);
    const settle = () => void (entry.at = browser.now());
    outcome.then(settle, settle);
    return outcome;
  }

  /**
   * One host at a time for a tab and for a site.
   * @template T
   * @param {chrome.runtime.MessageSender} sender @param {string} origin @param {(tabId: number) => Promise<T>} work
   */
  async function alone(sender, origin, work) {
    const tabId = Number(sender.tab?.id);
    if (atWork.has(tabId) || atWork.has(origin)) throw new BridgeFailure("busy");
    atWork.add(tabId).add(origin);
    try {
      return await work(tabId);
    } finally {
      atWork.delete(tabId);
      atWork.delete(origin);
    }
  }

  /**
   * @param {chrome.runtime.MessageSender} sender @param {number} tabId @param {PageRequest} request
   * @param {string} origin @param {Settings} settings @param {Caller} caller
   */
  async function useCard(sender, tabId, request, origin, settings, caller) {
    await checkPresence(sender, request.presence, await cancels.recall(tabId), browser);
    caller.onAdmitted?.();
    try {
      const { answer } = await ask((hello) => {
        checkHostVersion(hello, settings.minimumHostVersion);
        return planCard(hello, request, origin);
      }, caller);
      const result = RESULT_OF[request.command](answer);
      await cancels.forget(tabId);
      const isLogin = request.command === "authenticate";
      if (isLogin && sender.tab?.incognito !== true) await knownSites.add(origin);
      return result;
    } catch (failure) {
      await remember(failure, tabId, request.presence.gestureAt, caller.signal);
      throw failure;
    }
  }

  /** @param {unknown} failure @param {number} tabId @param {number} gestureAt @param {AbortSignal} signal */
  async function remember(failure, tabId, gestureAt, signal) {
    const code = failure instanceof BridgeFailure ? failure.code : undefined;
    if (signal.aborted || code === "user-timeout") await cancels.noteAbandoned(tabId, gestureAt);
    else if (code === "user-cancelled") await cancels.noteCancel(tabId);
  }

  return { serve };
}
