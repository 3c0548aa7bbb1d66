import { HOST_NAME } from "../messages.js";
import { codeForBrowserError } from "./browser-errors.js";
import { BridgeFailure } from "./failure.js";
import { failureFromFrame, helloFromFrame, progressFromFrame } from "./host-frames.js";

/** @typedef {import("../messages.js").HostHello} HostHello */

/** Web eID's own limit for a host to say its version. */
export const HELLO_TIMEOUT_MS = 5000;

/**
 * While the program says `signing` nobody but the card is waited for: it gives a card that another one holds 10 s, a
 * module 20 s, and says another state (`waiting-for-pin`, `stopped`) before it waits for a person. Chromium is silent
 * about an answer that is no JSON; this is what ends it.
 */
export const SIGNING_TIMEOUT_MS = 30_000;

/**
 * What to ask, decided when the host has said who it is.
 * @typedef {{ request: import("../messages.js").HostRequest, answerTimeoutMs: number, timeoutCode: string }} Plan
 */

/**
 * @typedef {object} HostOptions
 * @property {(name: string) => chrome.runtime.Port} connect
 * @property {(port: chrome.runtime.Port) => string | undefined} disconnectReason the browser's sentence
 * @property {(state: string, triesLeft?: number) => void} [onProgress]
 * @property {AbortSignal} [signal] gives up: the host sees end of input and ends
 */

/**
 * One conversation with one host process: its version, one request, progress, one answer.
 * @param {(hello: HostHello) => Plan} plan
 * @param {HostOptions} options
 * @returns {Promise<{ hello: HostHello, answer: Record<string, unknown> }>}
 * @throws {BridgeFailure} always with a code: a host that says nothing or nonsense is never a silence
 */
export function ask(plan, options) {
  return new Promise((resolve, reject) => new Conversation(plan, options, resolve, reject).start());
}

class Conversation {
  /** @type {"connecting" | "waiting-for-version" | "waiting-for-answer" | "over"} */
  #state = "connecting";
  /** @type {chrome.runtime.Port | undefined} */
  #port;
  /** @type {HostHello | undefined} */
  #hello;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #signing;

  /**
   * @param {(hello: HostHello) => Plan} plan
   * @param {HostOptions} options
   * @param {(outcome: { hello: HostHello, answer: Record<string, unknown> }) => void} resolve
   * @param {(failure: unknown) => void} reject
   */
  constructor(plan, options, resolve, reject) {
    this.plan = plan;
    this.options = options;
    this.resolve = resolve;
    this.reject = reject;
  }

  start() {
    const { connect, disconnectReason, signal } = this.options;
    if (signal?.aborted) return this.#giveUp();
    signal?.addEventListener("abort", this.#giveUp);
    try {
      const port = (this.#port = connect(HOST_NAME));
      port.onMessage.addListener((frame) => this.#onFrame(frame));
      port.onDisconnect.addListener(() => this.#fail(codeForBrowserError(disconnectReason(port))));
    } catch (error) {
      return this.#fail(codeForBrowserError(error instanceof Error ? error.message : undefined));
    }
    this.#state = "waiting-for-version";
    this.#limit(HELLO_TIMEOUT_MS, "host-silent");
  }

  /** @param {unknown} frame */
  #onFrame(frame) {
    try {
      if (this.#state === "waiting-for-version") this.#onHello(frame);
      else if (this.#state === "waiting-for-answer") this.#onAnswer(frame);
    } catch (failure) {
      this.#refuse(failure);
    }
  }

  /** @param {unknown} frame */
  #onHello(frame) {
    this.#hello = helloFromFrame(frame);
    const { request, answerTimeoutMs, timeoutCode } = this.plan(this.#hello);
    this.#state = "waiting-for-answer";
    this.#limit(answerTimeoutMs, timeoutCode);
    this.#port?.postMessage(request);
  }

  /** @param {unknown} frame */
  #onAnswer(frame) {
    const progress = progressFromFrame(frame);
    if (progress !== undefined) return this.#onProgress(progress);
    const failure = failureFromFrame(frame);
    if (failure !== undefined) throw failure;
    const answer = /** @type {Record<string, unknown>} */ (frame);
    const hello = /** @type {HostHello} */ (this.#hello);
    this.#end(() => this.resolve({ hello, answer }));
  }

  /** After a wrong or last PIN it is the person's turn. @param {{ state: string, triesLeft?: number }} progress */
  #onProgress({ state, triesLeft }) {
    clearTimeout(this.#signing);
    if (state === "signing") this.#signing = setTimeout(() => this.#fail("host-silent"), SIGNING_TIMEOUT_MS);
    this.options.onProgress?.(state, triesLeft);
  }

  /** @param {number} milliseconds @param {string} code */
  #limit(milliseconds, code) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(code), milliseconds);
  }

  #giveUp = () => this.#fail("user-cancelled");

  /** @param {string} code */
  #fail(code) {
    this.#refuse(new BridgeFailure(code));
  }

  /** A failure tells with which program. @param {unknown} failure */
  #refuse(failure) {
    if (failure instanceof BridgeFailure) failure.nativeApp ??= this.#hello?.version;
    this.#end(() => this.reject(failure));
  }

  /**
   * Whatever comes after this is not listened to: a second frame, a late one, a disconnect.
   * @param {() => void} settle
   */
  #end(settle) {
    if (this.#state === "over") return;
    this.#state = "over";
    clearTimeout(this.#timer);
    clearTimeout(this.#signing);
    this.options.signal?.removeEventListener("abort", this.#giveUp);
    this.#port?.disconnect();
    settle();
  }
}
