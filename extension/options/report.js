import { statesOf } from "./diagnose.js";
import { redact } from "./redaction.js";

/** @typedef {import("./diagnose.js").Diagnosis} Diagnosis */
/** @typedef {import("./switches.js").Switch} Switch */

/**
 * @typedef {object} About what is known without asking the host
 * @property {string} version of the extension
 * @property {string} id of the extension: a host must allow it
 * @property {string} installType
 * @property {string} browser such as `Chromium 156 on Linux`
 * @property {string} language
 * @property {Switch[]} switches
 * @property {number | "unreadable" | undefined} allowedOrigins how many sites the policy lists; never which
 * @property {string} [minimumHostVersion]
 * @property {import("../background/last-action.js").LastAction} [lastAction]
 */

/**
 * Text for a helpdesk, in English whatever the language of the person: versions, states, codes and times. Never a site,
 * a name, a number or anything of a card; what a program or a browser said goes through the redaction.
 * @param {About} about @param {Diagnosis} found @param {number} now milliseconds since 1970
 */
export function reportOf(about, found, now) {
  const states = statesOf(found);
  const lines = [
    ["EidBridge diagnosis", new Date(now).toISOString().slice(0, 16).replace("T", " ") + " UTC"],
    ["extension", `${states.extension}, ${about.version}, id ${about.id}, installed as ${redact(about.installType)}`],
    ["browser", `${redact(about.browser)}, language ${redact(about.language)}`],
    ...about.switches.map(({ name, value, managed }) => [name, `${value}${managed ? " (policy)" : ""}`]),
    ["sites listed by policy", String(about.allowedOrigins ?? "no list")],
    ...(about.minimumHostVersion === undefined ? [] : [["oldest host by policy", redact(about.minimumHostVersion)]]),
    ["host", [states.host, ...hostWords(found)].join(", ")],
    ["reader", [states.reader, ...counted(found.readers)].join(", ")],
    ["card", [states.card, ...counted(found.cards)].join(", ")],
    ...(found.code === undefined ? [] : [["failure", [word(found.code), ...detailWords(found)].join(", ")]]),
    ...lastActionLine(about.lastAction, now),
  ];
  return lines.map(([name, value]) => `${name}: ${value}\n`).join("");
}

/** @param {Diagnosis} found @returns {string[]} */
function hostWords({ host, helloMs, answerMs }) {
  if (host === undefined) return [];
  const protocol = host.protocol === undefined ? "Web eID only" : `protocol ${Number(host.protocol)}`;
  const answer = answerMs === undefined ? [] : [`answer after ${answerMs} ms`];
  return [redact(host.version), `says ${redact(host.webEid)}`, protocol, `first word after ${helloMs} ms`, ...answer];
}

/** @param {number | undefined} count */
const counted = (count) => (count === undefined ? [] : [String(count)]);

/** @param {Diagnosis} found @returns {string[]} */
function detailWords({ detail, sentence }) {
  const own = detail === undefined ? [] : [redact(detail)];
  return sentence === undefined ? own : [...own, `browser: "${redact(sentence)}"`];
}

/** Codes and commands are words of ours; the redaction would take a long one for data. @param {string} value */
const word = (value) => (/^[a-z-]{1,40}$/.test(value) ? value : "(unknown)");

/** Without its site. @param {About["lastAction"]} last @param {number} now @returns {string[][]} */
function lastActionLine(last, now) {
  if (last === undefined) return [];
  const minutes = Math.max(0, Math.round((now - last.at) / 60_000));
  return [["last action", `${word(last.command)}, ${word(last.code ?? "done")}, ${minutes} min ago`]];
}
