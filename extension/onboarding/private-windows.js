/**
 * How the person lets the extension into private windows, where it is not even seen before.
 * @param {boolean} isAllowed already
 * @param {object} manifest
 * @returns {"privateFirefox" | "privateChromium" | undefined} a text; undefined: nothing to do
 */
export function privateHint(isAllowed, manifest) {
  if (isAllowed) return undefined;
  return "browser_specific_settings" in manifest ? "privateFirefox" : "privateChromium";
}
