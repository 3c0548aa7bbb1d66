// Runs in each document of a site and only carries messages: it trusts the page with nothing and never says which
// site this is, the browser tells the background. A classic script: content scripts cannot be modules.
(() => {
  const PORT_NAME = "eidbridge";
  const CHOICE = "web-eid-choice";
  const HEARD = "web-eid-heard";
  /**
   * `null` in a sandbox: nobody but this very document hears it there, and all it is ever told is that it may not ask.
   */
  const HOME = window.origin;
  const TARGET = HOME === "null" ? "*" : HOME;
  const OURS = {
    request: "eidbridge:request",
    cancel: "eidbridge:cancel",
    ack: "eidbridge:request-ack",
    progress: "eidbridge:request-progress",
    success: "eidbridge:request-success",
    failure: "eidbridge:request-failure",
  };
  /** Web eID's actions. Everything else that starts like them is somebody's answer and is never answered again. */
  const WEB_EID = new Map([
    ["web-eid:status", "status"],
    ["web-eid:authenticate", "authenticate"],
    ["web-eid:get-signing-certificate", "get-signing-certificate"],
    ["web-eid:sign", "sign"],
  ]);
  /** Arguments that a page may give; the background looks at each. */
  const CARRIED = [
    "challengeNonce",
    "certificate",
    "hash",
    "hashFunction",
    "documentName",
    "fields",
    "files",
    "tokenFormat",
    "lang",
    "libraryVersion",
    "userInteractionTimeout",
  ];
  /** A page made for Web eID waits 1 s for the first extension; another one comes before us. */
  const OTHER_EXTENSION_MS = 300;
  /** In the first seconds of a browser its policies come late; the page must hear from us before its second is over. */
  const CHOICE_MS = 600;
  /** For so long such a page waits for a `status`. */
  const STATUS_MS = 6000;

  /** @typedef {import("../messages.js").RelayedReply} RelayedReply */
  /** @typedef {{ dialect: "eidbridge" | "web-eid", command: string, arguments: Record<string, unknown> }} Asked */

  /** Keys that are no wish for anything; as for browsers, Escape is none either. */
  const NO_GESTURE = ["Escape", "Tab", "Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"];
  /** Keys that end in a click. */
  const PRESSES = ["Enter", " "];

  let gestureAt = 0;
  let pressed = false;
  /** Requests under way, by the page's id. @type {Map<string, chrome.runtime.Port>} */
  const ports = new Map();
  /** Tells the page, which may come back, that its port is closed. @type {WeakMap<chrome.runtime.Port, () => void>} */
  const interrupts = new WeakMap();
  /**
   * Web eID actions that another extension may still take.
   * @type {Map<string, ReturnType<typeof setTimeout> | undefined>}
   */
  const held = new Map();
  /**
   * Web eID actions that we took without waiting, and still give back to another extension that acknowledges.
   * @type {Set<string>}
   */
  const lent = new Set();
  /**
   * Web eID's `status` of a page that nobody sees yet: acknowledged, and asked when it is looked at in time.
   * @type {Map<string, () => void>}
   */
  const unseen = new Map();
  /** Acknowledgements of our own that are still to be heard, by action. @type {Map<string, number>} */
  const echoes = new Map();

  for (const name of ["pointerdown", "keydown", "click"]) window.addEventListener(name, onInput, true);

  /** One press is one gesture, at its start; a click of its own comes from a screen reader. @param {Event} event */
  function onInput(event) {
    if (!event.isTrusted) return;
    const { key, repeat } = /** @type {KeyboardEvent} */ (event);
    if (event.type === "keydown" && (repeat || NO_GESTURE.includes(key))) return;
    const endsPress = event.type === "click" && pressed;
    pressed = event.type === "pointerdown" || (event.type === "keydown" && PRESSES.includes(key));
    if (!endsPress) gestureAt = Date.now();
  }

  // A page kept for Back keeps its ports in some browsers: its window would stand over the next page.
  window.addEventListener("pagehide", () => {
    for (const timer of held.values()) clearTimeout(timer);
    held.clear();
    unseen.clear();
    for (const port of ports.values()) port.disconnect();
  });

  // Only now can it be told: what is said to a page that goes is lost in Firefox.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const port of [...ports.values()]) interrupts.get(port)?.();
  });

  document.addEventListener("visibilitychange", () => {
    if (!isVisible() || !isAlive()) return;
    const asking = [...unseen.values()];
    unseen.clear();
    for (const askNow of asking) askNow();
  });

  window.addEventListener("message", (event) => {
    if (event.source !== window || event.origin !== HOME || !isAlive()) return;
    const { data } = event;
    if (typeof data !== "object" || data === null) return;
    if (data.type === OURS.request && typeof data.id === "string") onRequest(data);
    else if (data.type === OURS.cancel) forget(data.id);
    else if (typeof data.action === "string" && data.action.startsWith("web-eid:")) void onWebEid(data);
  });

  /** False when the extension was updated or removed: then the page must be told that nobody is here. */
  function isAlive() {
    return chrome.runtime?.id !== undefined;
  }

  /** @param {{ id: string, command?: unknown, arguments?: Record<string, unknown> }} message */
  function onRequest({ id, command, arguments: given }) {
    if (ports.has(id)) return;
    post({ type: OURS.ack, id });
    const asked = { dialect: /** @type {const} */ ("eidbridge"), command: String(command), arguments: pick(given) };
    ask(id, asked, (reply) => {
      if (reply.type === "progress") post({ ...reply, type: OURS.progress, id });
      else if (reply.type === "success") post({ type: OURS.success, id, result: reply.result });
      else post({ type: OURS.failure, id, error: reply.error });
    });
  }

  /** @param {Record<string, unknown> & { action: string, options?: Record<string, unknown> }} message */
  async function onWebEid(message) {
    const { action } = message;
    if (action.endsWith("-ack")) return onAcknowledged(action.slice(0, -"-ack".length));
    const command = WEB_EID.get(action);
    if (command === undefined || held.has(action)) return;
    // Asked anew by a page that gave up, or that came into view just after us: it must hear that we are here.
    if (ports.has(action)) return void (command === "status" && acknowledge(action));
    held.set(action, undefined);
    const asked = Date.now();
    const late = new Promise((resolve) => setTimeout(resolve, CHOICE_MS, "auto"));
    const choice = await Promise.race([webEidChoice(), late]);
    if (choice === "off" || !held.has(action)) return void held.delete(action);
    const left = Math.max(0, OTHER_EXTENSION_MS - (Date.now() - asked));
    if (choice === "auto") return void held.set(action, setTimeout(() => onNobody(action, command, message), left));
    held.delete(action);
    if (choice === "alone") lend(action);
    answerWebEid(action, command, message);
  }

  /**
   * Remembered: the next time nobody is waited for.
   * @param {string} action
   * @param {string} command
   * @param {Record<string, unknown>} message
   */
  function onNobody(action, command, message) {
    held.delete(action);
    tell(false);
    answerWebEid(action, command, message);
  }

  /** @param {string} action */
  function lend(action) {
    lent.add(action);
    setTimeout(() => lent.delete(action), OTHER_EXTENSION_MS);
  }

  /** By us, or by another extension: then it is theirs, and that is remembered. @param {string} action */
  function onAcknowledged(action) {
    const ours = echoes.get(action) ?? 0;
    if (ours > 0) return void echoes.set(action, ours - 1);
    if (!held.has(action) && !lent.has(action)) return;
    clearTimeout(held.get(action));
    held.delete(action);
    if (lent.delete(action)) forget(action);
    tell(true);
  }

  /** @param {boolean} other whether another extension answers Web eID pages */
  function tell(other) {
    chrome.runtime.sendMessage({ type: HEARD, other }).catch(() => {});
  }

  /** @param {string} action @param {string} command @param {Record<string, unknown>} message */
  function answerWebEid(action, command, message) {
    acknowledge(action);
    const options = typeof message.options === "object" ? message.options : {};
    const asked = { dialect: /** @type {const} */ ("web-eid"), command, arguments: pick({ ...message, ...options }) };
    const askNow = () =>
      ask(action, asked, (reply) => {
        if (reply.type === "success") post({ action: `${action}-success`, ...reply.result });
        else if (reply.type === "failure") post({ action: `${action}-failure`, error: webEidError(reply.error) });
      });
    if (command !== "status" || isVisible()) return askNow();
    const until = Date.now() + STATUS_MS;
    unseen.set(action, () => void (Date.now() < until && askNow()));
  }

  /** @param {string} action */
  function acknowledge(action) {
    echoes.set(action, (echoes.get(action) ?? 0) + 1);
    post({ action: `${action}-ack` });
  }

  /** Their library knows their codes only; ours goes beside. @param {import("../messages.js").WordedFailure} error */
  function webEidError({ code, webEid, message, triesLeft, versions }) {
    const words = webEid.toLowerCase().split("_").slice(2);
    const name = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("").replace(/(Error)?$/, "Error");
    return { code: webEid, message, name, stack: `${name}: ${message}`, ...versions, eidbridge: { code, triesLeft } };
  }

  /**
   * One port for one request; it is closed when the page goes.
   * @param {string} key @param {Asked} asked @param {(reply: RelayedReply) => void} onReply
   */
  function ask(key, asked, onReply) {
    const port = chrome.runtime.connect({ name: PORT_NAME });
    ports.set(key, port);
    port.onMessage.addListener((/** @type {RelayedReply} */ reply) => {
      if (ports.get(key) !== port) return;
      if (reply.type !== "progress") forget(key);
      onReply(reply);
    });
    const interrupt = () => {
      if (ports.get(key) !== port) return;
      ports.delete(key);
      onReply({ type: "failure", error: interrupted(asked.arguments.lang) });
    };
    interrupts.set(port, interrupt);
    port.onDisconnect.addListener(interrupt);
    try {
      port.postMessage({ ...asked, presence: presence() });
    } catch {
      interrupt();
      port.disconnect();
    }
  }

  /**
   * When the background ends in mid-request or a value cannot be sent to it, there is nobody else to word it.
   * What happened, and what to do.
   * @type {Record<string, [text: string, help: string]>}
   */
  const INTERRUPTED = {
    nl: ["Er ging iets mis.", "Probeer opnieuw. Blijft het mislukken, neem dan contact op met de helpdesk."],
    fr: ["Une erreur s'est produite.", "Réessayez. Si le problème persiste, contactez le service d'assistance."],
    de: [
      "Es ist ein Fehler aufgetreten.",
      "Versuchen Sie es erneut. Bleibt das Problem bestehen, wenden Sie sich an den Helpdesk.",
    ],
    en: ["Something went wrong.", "Try again. If it keeps failing, contact the service desk."],
  };

  /** @param {unknown} lang what the page asked for @returns {import("../messages.js").WordedFailure} */
  function interrupted(lang) {
    const language = String(lang ?? navigator.language)
      .slice(0, 2)
      .toLowerCase();
    const [text, help] = INTERRUPTED[language] ?? INTERRUPTED.en;
    return { code: "internal-error", webEid: "ERR_WEBEID_UNKNOWN_ERROR", message: `${text} ${help}`, help };
  }

  /** @param {string} key */
  function forget(key) {
    unseen.delete(key);
    const port = ports.get(key);
    ports.delete(key);
    port?.disconnect();
  }

  /** @returns {import("../messages.js").Presence} */
  function presence() {
    return { used: navigator.userActivation?.hasBeenActive ?? gestureAt > 0, gestureAt, visible: isVisible() };
  }

  /** False behind another tab, and while the browser prepares a page that may never be shown. */
  function isVisible() {
    return document.visibilityState === "visible";
  }

  /** @param {Record<string, unknown> | null | undefined} given */
  function pick(given) {
    const names = CARRIED.filter((name) => given?.[name] !== undefined);
    return Object.fromEntries(names.map((name) => [name, given?.[name]]));
  }

  /**
   * `auto`, `alone`, `on` or `off`. Settings lie where content scripts cannot read them; without a background nothing
   * is answered.
   * @returns {Promise<unknown>}
   */
  async function webEidChoice() {
    try {
      return await chrome.runtime.sendMessage({ type: CHOICE });
    } catch {
      return "off";
    }
  }

  /** @param {Record<string, unknown>} message */
  function post(message) {
    window.postMessage(message, TARGET);
  }
})();
