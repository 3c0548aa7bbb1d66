import { statusFrom } from "../background/answers.js";
import { partOf } from "../background/parts-of-codes.js";

/**
 * A line of the popup; names are message keys.
 * @typedef {{ name: string, value: string, state: "good" | "bad" }} Part
 */
/** @typedef {{ summary: string, parts: Part[], help?: string }} View */

/**
 * What to show when the host answered. A host that is not ours says nothing of readers, and that is fine.
 * @param {import("../messages.js").HostHello} hello
 * @param {Record<string, unknown>} answer
 * @param {string} version of this extension
 * @returns {View}
 */
export function viewOf(hello, answer, version) {
  const { host, readers, cards } = statusFrom(hello, answer, version);
  const parts = [part("partExtension", version, true), part("partHost", host, true)];
  if (readers === undefined) return { summary: "allReady", parts };
  parts.push(part("partReader", String(readers), readers > 0), part("partCard", String(cards), Number(cards) > 0));
  if (readers === 0) return { summary: "noReader", parts, help: "noReaderHelp" };
  if (cards === 0) return { summary: "noCard", parts, help: "noCardHelp" };
  return { summary: "allReady", parts };
}

/**
 * What to show when there was a failure instead.
 * @param {string} code
 * @param {string} version of this extension
 * @returns {Part[]}
 */
export function partsAfter(code, version) {
  const broken = partOf(code);
  const there = broken !== "host";
  const known = [part("partExtension", version, true), part("partHost", there ? "" : "–", there)];
  if (broken === "reader") return [...known, part("partReader", "–", false)];
  return broken === "card" ? [...known, part("partReader", "", true), part("partCard", "–", false)] : known;
}

/** @type {Record<string, string>} */
const DONE = {
  authenticate: "doneAuthenticate",
  "get-signing-certificate": "doneCertificate",
  sign: "doneSign",
  "get-identity": "doneIdentity",
};

/** @param {import("../background/last-action.js").LastAction} last @returns {string} message key */
export const whatWasDone = ({ command }) => DONE[command] ?? "lastTitle";

/** @param {string} name @param {string} value @param {boolean} good @returns {Part} */
function part(name, value, good) {
  return { name, value, state: good ? "good" : "bad" };
}
