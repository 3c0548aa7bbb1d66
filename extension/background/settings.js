import { LANGUAGES } from "./catalogue.js";
import { BridgeFailure } from "./failure.js";
import { isRecord } from "./host-frames.js";

/**
 * `allowedOrigins`: undefined: there is no list; empty: nobody.
 * `language`: of the window and of what pages are told, whatever a page asks; undefined: the page's.
 * @typedef {{ allowedOrigins: string[] | undefined, allowHttpLocalhost: boolean, allowFrames: boolean,
 *   language: string | undefined, minimumHostVersion: string | undefined, webEid: "auto" | "on" | "off" }} Settings
 */

/** @typedef {{ get: (keys: string[]) => Promise<Record<string, unknown>> }} Area */

/** Firefox rejects with this when no policy is set at all; any other rejection is a policy that cannot be read. */
export const NO_POLICY = /manifest not found/i;
const WEB_EID = /** @type {const} */ (["auto", "on", "off"]);
const NAMES = [
  ...["allowedOrigins", "allowHttpLocalhost", "allowFrames", "language"],
  ...["minimumHostVersion", "webEid", "messageLog"],
];

/**
 * Policy (storage.managed) wins over what the person chose (storage.local). A value of the wrong type counts as absent,
 * except where that would open what a policy meant to close: the list of sites, localhost, the oldest host, Web eID.
 * @param {{ managed: Area, local: Area }} areas
 * @returns {Promise<Settings>}
 */
export async function readSettings({ managed, local }) {
  const [policy, own] = await Promise.all([read(managed), read(local)]);
  const { language, minimumHostVersion } = { ...own, ...policy };
  return {
    allowedOrigins: originsFrom(policy.allowedOrigins),
    allowHttpLocalhost: localhostFrom(policy.allowHttpLocalhost, own.allowHttpLocalhost),
    allowFrames: policy.allowFrames === true,
    language: LANGUAGES.find((each) => each === language),
    minimumHostVersion: minimumHostVersion === undefined ? undefined : String(minimumHostVersion),
    webEid: policy.webEid === undefined ? webEidFrom(own.webEid, "auto") : webEidFrom(policy.webEid, "off"),
  };
}

/**
 * Whether pages made for Web eID are answered: policy first, then the person, then: whoever comes first.
 * @param {{ managed: Area, local: Area }} areas
 */
export async function readWebEidChoice(areas) {
  return (await readSettings(areas)).webEid;
}

/**
 * The log is a developer's, off unless switched on; policy can forbid it or leave the choice.
 * @param {{ managed: Area, local: Area }} areas
 */
export async function readMessageLogChoice({ managed, local }) {
  const [policy, own] = await Promise.all([read(managed), read(local)]);
  return leavesLog(policy) && own.messageLog === true;
}

/** Whether the log is the person's own choice. @param {Record<string, unknown>} policy */
export function leavesLog({ messageLog }) {
  return messageLog === undefined || messageLog === true;
}

/**
 * By default content scripts may read what is stored and what policies say, and with them whoever took over a page's
 * process. Firefox has no such lock; an older Chromium may have it for some areas only.
 * @param {{ setAccessLevel?: (level: { accessLevel: "TRUSTED_CONTEXTS" }) => Promise<void> }[]} areas
 */
export async function keepFromContentScripts(...areas) {
  await Promise.allSettled(areas.map(async (area) => area.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })));
}

/**
 * The values a browser has for our settings, of whatever type.
 * @param {Area} area
 * @throws {BridgeFailure} when the browser has policies and cannot read them
 */
export async function read(area) {
  const values = await area.get(NAMES).catch((reason) => {
    if (NO_POLICY.test(String(reason))) return {};
    throw new BridgeFailure("configuration-refused", { detail: String(reason) });
  });
  return isRecord(values) ? values : {};
}

/** @param {unknown} listed */
function originsFrom(listed) {
  if (listed === undefined) return undefined;
  return Array.isArray(listed) ? listed.map(String) : ["(unreadable policy)"];
}

/** @param {unknown} policy @param {unknown} own */
function localhostFrom(policy, own) {
  return policy === undefined ? own !== false : policy === true;
}

/** @param {unknown} chosen @param {Settings["webEid"]} unreadable */
function webEidFrom(chosen, unreadable) {
  return WEB_EID.find((each) => each === chosen) ?? unreadable;
}
