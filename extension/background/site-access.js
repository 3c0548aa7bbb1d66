/**
 * @typedef {object} Browser
 * @property {{ contains: (wanted: { origins: string[] }) => Promise<boolean> }} permissions
 * @property {{ setBadgeText: (badge: { text: string }) => unknown,
 *   setTitle: (title: { title: string }) => unknown }} action
 * @property {{ getMessage: (name: string) => string }} i18n
 */

/**
 * In Firefox a person or a policy can take sites away from an extension, and then pages find nobody: the icon says so.
 * Chromium does not count the matches of content scripts as permissions and is not asked.
 * @param {Browser} browser
 * @param {{ content_scripts?: { matches?: string[] }[], browser_specific_settings?: unknown }} manifest
 */
export async function showSiteAccess({ permissions, action, i18n }, manifest) {
  const { content_scripts: scripts, browser_specific_settings: firefox } = manifest;
  if (firefox === undefined) return;
  const origins = scripts?.flatMap(({ matches }) => matches ?? []) ?? [];
  const granted = await permissions.contains({ origins });
  await action.setBadgeText({ text: granted ? "" : "!" });
  await action.setTitle({ title: i18n.getMessage(granted ? "popupTitle" : "siteAccessMissing") });
}
