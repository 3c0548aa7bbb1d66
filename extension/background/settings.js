import { isRecord } from "./host-frames.js";

/**
 * @typedef {{ allowedOrigins: string[], allowHttpLocalhost: boolean, minimumHostVersion: string | undefined }} Settings
 */

/** @typedef {{ get: (keys: string[]) => Promise<Record<string, unknown>> }} Area */

const NAMES = ["allowedOrigins", "allowHttpLocalhost", "minimumHostVersion"];

/**
 * Policy (storage.managed) wins over what the person chose (storage.local). A value of the wrong type counts as absent,
 * except a list of origins: a policy that cannot be read closes, it does not open.
 * @param {{ managed: Area, local: Area }} areas
 * @returns {Promise<Settings>}
 */
export async function readSettings({ managed, local }) {
  const [policy, own] = await Promise.all([read(managed), read(local)]);
  const { allowHttpLocalhost, minimumHostVersion } = { ...own, ...policy };
  return {
    allowedOrigins: originsFrom(policy.allowedOrigins),
    allowHttpLocalhost: typeof allowHttpLocalhost === "boolean" ? allowHttpLocalhost : true,
    minimumHostVersion: typeof minimumHostVersion === "string" ? minimumHostVersion : undefined,
  };
}

/** @param {Area} area */
async function read(area) {
  // Firefox rejects when no policy is set at all.
  const values = await area.get(NAMES).catch(() => ({}));
  return isRecord(values) ? values : {};
}

/** @param {unknown} listed */
function originsFrom(listed) {
  if (listed === undefined) return [];
  return Array.isArray(listed) ? listed.map(String) : ["(unreadable policy)"];
}
