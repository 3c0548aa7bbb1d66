import { leavesLog, readMessageLogChoice, readSettings, readWebEidChoice } from "../background/settings.js";

/**
 * What a person can choose, as it holds now. `managed`: an administrator decided, the person cannot change it.
 * @typedef {{ name: string, value: string | boolean, managed: boolean }} Switch
 */

/** @typedef {import("../background/settings.js").Area} Area */

/** No language of ours, so the settings take the page's. */
const AS_THE_PAGE = "page";

/** @param {{ managed: Area, local: Area }} areas @returns {Promise<Switch[]>} */
export async function readSwitches(areas) {
  const policy = await policyOf(areas.managed);
  const { allowHttpLocalhost, language } = await readSettings(areas);
  return [
    { name: "language", value: language ?? AS_THE_PAGE, managed: "language" in policy },
    { name: "webEid", value: await readWebEidChoice(areas), managed: "webEid" in policy },
    { name: "allowHttpLocalhost", value: allowHttpLocalhost, managed: "allowHttpLocalhost" in policy },
    { name: "messageLog", value: await readMessageLogChoice(areas), managed: !leavesLog(policy) },
  ];
}

/** Firefox rejects when there is no policy at all. @param {Area} managed @returns {Promise<Record<string, unknown>>} */
async function policyOf(managed) {
  return managed.get(["language", "webEid", "allowHttpLocalhost", "messageLog"]).catch(() => ({}));
}
