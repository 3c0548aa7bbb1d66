// One build, four manifests: stores refuse `key` and update addresses, self-hosting needs them.

/** @typedef {Record<string, any>} Manifest */

/** For the Chrome Web Store and Edge Add-ons, which sign with a key of their own. @param {Manifest} manifest */
export function forChromiumStores({ key, ...manifest }) {
  return manifest;
}

/**
 * @param {Manifest} manifest @param {Uint8Array} publicKey of the key that signs the CRX
 * @param {string} [baseUrl] where update.xml will be; without it policy must say where
 */
export function forOwnCrx(manifest, publicKey, baseUrl) {
  const key = Buffer.from(publicKey).toString("base64");
  return { ...manifest, key, ...(baseUrl === undefined ? {} : { update_url: `${baseUrl}update.xml` }) };
}

/** @param {Manifest} manifest @param {string} [baseUrl] where updates.json will be */
export function forOwnXpi(manifest, baseUrl) {
  if (baseUrl === undefined) return manifest;
  const { gecko, ...other } = manifest.browser_specific_settings;
  return {
    ...manifest,
    browser_specific_settings: { ...other, gecko: { ...gecko, update_url: `${baseUrl}updates.json` } },
  };
}
