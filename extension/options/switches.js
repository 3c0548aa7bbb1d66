import { readMessageLogChoice, readSettings, readWebEidChoice } from "../background/settings.js";

/**
 * What a person can choose, as it holds now. `managed`: an administrator decided, the person cannot change it.
 * @typedef {{ name: string, value: string | boolean, managed: boolean }} Switch
 */

/** @typedef {import("../background/settings.js").Area} Area */

/** @param {{ managed: Area, local: Area }} areas @returns {Promise<Switch[]>} */
export async function readSwitches(areas) {
  const policy = await policyOf(areas.managed);
  const { allowHttpLocalhost } = await readSettings(areas);
  return [
    { name: "webEid", value: await readWebEidChoice(areas), managed: "webEid" in policy },
    { name: "allowHttpLocalhost", value: allowHttpLocalhost, managed: "allowHttpLocalhost" in policy },
    { name: "messageLog", value: await readMessageLogChoice(areas), managed: policy.messageLog === false },
  ];
}

/** Firefox rejects when there is no policy at all. @param {Area} managed @returns {Promise<Record<string, unknown>>} */
async function policyOf(managed) {
  return managed.get(["webEid", "allowHttpLocalhost", "messageLog"]).catch(() => ({}));
}
