import { BridgeFailure } from "../background/failure.js";
import { partOf } from "../background/parts-of-codes.js";
import { planLook } from "../background/requests.js";

/**
 * What was found between here and the card.
 * @typedef {object} Diagnosis
 * @property {{ version: string, webEid: string, protocol?: number }} [host] undefined: it said nothing of itself
 * @property {number} [helloMs] from the start of the program to its first word
 * @property {number} [answerMs] to its answer
 * @property {number} [readers]
 * @property {number} [cards]
 * @property {string} [code] of what went wrong
 * @property {string} [detail] for a developer: what about the host was wrong
 * @property {string} [sentence] the browser's own words for a broken port
 */

/**
 * Extension -> host -> reader, as a site's request would go, without touching a card.
 * @param {object} world
 * @param {typeof import("../background/host-client.js").ask} world.ask
 * @param {import("../background/host-client.js").HostOptions} world.options
 * @param {() => number} world.now milliseconds of a clock that only goes forward
 * @param {() => Promise<{ minimumHostVersion?: string }>} world.settings reject when a policy cannot be read
 * @returns {Promise<Diagnosis>} whatever goes wrong
 */
export async function diagnose({ ask, options, now, settings }) {
  /** @type {Diagnosis} */
  const found = {};
  let started = 0;
  const elapsed = () => Math.round(now() - started);
  /** @param {chrome.runtime.Port} port */
  const disconnectReason = (port) => (found.sentence = options.disconnectReason(port));
  try {
    const { minimumHostVersion } = await settings();
    started = now();
    const { answer } = await ask(
      (hello) => {
        const { version, protocol } = hello.eidbridge ?? {};
        found.host = { version: version ?? hello.version, webEid: hello.version, protocol };
        found.helloMs = elapsed();
        return planLook(hello, minimumHostVersion);
      },
      { ...options, disconnectReason },
    );
    return { ...found, answerMs: elapsed(), ...presenceIn(answer) };
  } catch (reason) {
    const failure = reason instanceof BridgeFailure ? reason : new BridgeFailure("internal-error");
    return { ...found, code: failure.code, detail: detailOf(failure) };
  }
}

/** @param {Record<string, unknown>} answer */
function presenceIn({ readers }) {
  if (!Array.isArray(readers)) return {};
  return { readers: readers.length, cards: readers.filter((reader) => reader?.card === true).length };
}

/** @param {BridgeFailure} failure */
function detailOf({ code, message }) {
  return message === code ? undefined : message.slice(code.length + 2);
}

/** @typedef {"good" | "bad" | "unknown"} State */

/**
 * The four parts in their order; what lies behind the first broken one is unknown.
 * @param {Diagnosis} found
 * @returns {{ extension: State, host: State, reader: State, card: State }}
 */
export function statesOf({ host, code, readers, cards }) {
  const broken = code === undefined ? undefined : partOf(code);
  const hostIsThere = host !== undefined && broken !== "host";
  const reader = !hostIsThere || broken === "request" ? "unknown" : stateBefore(broken, "reader", readers);
  return {
    extension: "good",
    host: hostIsThere ? "good" : "bad",
    reader,
    card: reader === "good" ? stateBefore(broken, "card", cards) : "unknown",
  };
}

/**
 * @param {string | undefined} broken part
 * @param {string} own part
 * @param {number | undefined} count
 * @returns {State}
 */
function stateBefore(broken, own, count) {
  if (broken === undefined) return stateOf(count);
  return broken === own ? "bad" : "good";
}

/** @param {number | undefined} count @returns {State} */
function stateOf(count) {
  if (count === undefined) return "unknown";
  return count > 0 ? "good" : "bad";
}
