/**
 * Whether a page greets the person after an installation. Never after an update. An administrator who installs the
 * extension on a thousand computers opens no tab on them, and a developer's own tab stays in front.
 * @param {string} reason of runtime.onInstalled
 * @param {string} installType of management.getSelf: `admin`, `development`, `normal`, `sideload` or `other`
 * @returns {{ active: boolean } | undefined} undefined: no page
 */
export function welcomeAfter(reason, installType) {
  if (reason !== "install" || installType === "admin") return undefined;
  return { active: installType !== "development" };
}
