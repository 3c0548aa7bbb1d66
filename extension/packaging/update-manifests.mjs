// What browsers read to find a newer version of a self-hosted extension.
import { createHash } from "node:crypto";

/** Stands in the files until an administrator knows the address; those files end in `.in`. */
export const ADDRESS_TO_FILL_IN = "@BASE_URL@/";

/**
 * Omaha's answer, read by Chrome, Edge and Chromium.
 * @param {{ id: string, version: string, oldest: string, file: string, bytes: Uint8Array, baseUrl: string }} crx
 */
export function updateXml({ id, version, oldest, file, bytes, baseUrl }) {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">',
    `  <app appid="${id}">`,
    `    <updatecheck codebase="${attribute(baseUrl + file)}" version="${version}" ` +
      `prodversionmin="${oldest}" hash_sha256="${sha256(bytes)}"/>`,
    "  </app>",
    "</gupdate>",
    "",
  ].join("\n");
}

/**
 * Read by Firefox. The hash is that of the file it will fetch: after Mozilla has signed the package, make this file
 * again.
 * @param {{ id: string, version: string, oldest: string, file: string, bytes: Uint8Array, baseUrl: string }} xpi
 */
export function updatesJson({ id, version, oldest, file, bytes, baseUrl }) {
  const update = {
    version,
    update_link: `${baseUrl}${file}`,
    update_hash: `sha256:${sha256(bytes)}`,
    applications: { gecko: { strict_min_version: oldest } },
  };
  return `${JSON.stringify({ addons: { [id]: { updates: [update] } } }, null, 2)}\n`;
}

/** @param {string} text */
const attribute = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {Uint8Array} bytes */
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
