// What Mozilla sent back is opened before it is announced: another add-on, or an older one, must not get our hash.
import { inflateRawSync } from "node:zlib";

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const DEFLATED = 8;

/** @typedef {import("./variants.mjs").Manifest} Manifest */

/** The manifest in a zip of anybody's making. @param {Buffer} archive @returns {Manifest} */
export function manifestInside(archive) {
  for (let at = archive.length - END_SIZE; at >= 0; at -= 1) {
    if (archive.readUInt32LE(at) !== END) continue;
    return JSON.parse(fileIn(archive, archive.readUInt32LE(at + 16), "manifest.json").toString());
  }
  throw new Error("--signed-xpi is no zip archive");
}

/** @param {Buffer} archive @param {number} at begin of the directory @param {string} wanted @returns {Buffer} */
function fileIn(archive, at, wanted) {
  while (archive.readUInt32LE(at) === CENTRAL) {
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    if (archive.toString("utf8", at + 46, at + 46 + name) === wanted) return contents(archive, at);
    at += 46 + name + extra + comment;
  }
  throw new Error(`--signed-xpi has no ${wanted}`);
}

/** @param {Buffer} archive @param {number} entry of the directory */
function contents(archive, entry) {
  const method = archive.readUInt16LE(entry + 10);
  const [size, local] = [archive.readUInt32LE(entry + 20), archive.readUInt32LE(entry + 42)];
  const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(begin, begin + size);
  return method === DEFLATED ? inflateRawSync(packed) : packed;
}

/** @param {Buffer} signed @param {Manifest} ours what the unsigned one has @returns {Buffer} the signed one */
export function checkedXpi(signed, ours) {
  const theirs = manifestInside(signed);
  for (const [what, read] of Object.entries(COMPARED)) {
    if (read(theirs) === read(ours)) continue;
    throw new Error(`--signed-xpi has ${what} ${read(theirs)}, this build ${read(ours)}`);
  }
  return signed;
}

/** @type {Record<string, (manifest: Manifest) => string | undefined>} */
const COMPARED = {
  id: (manifest) => manifest.browser_specific_settings?.gecko?.id,
  version: (manifest) => manifest.version,
  update_url: (manifest) => manifest.browser_specific_settings?.gecko?.update_url,
  strict_min_version: (manifest) => manifest.browser_specific_settings?.gecko?.strict_min_version,
};
