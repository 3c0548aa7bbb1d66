// Fills dist/packages with the extension as stores and administrators take it:
//   node extension/packaging/pack.mjs [--from DIR] [--out DIR] [--key FILE] [--base-url URL] [--signed-xpi FILE]
// --key (or EIDBRIDGE_CRX_KEY): PEM file of the RSA key that signs the CRX. Without it one is made, kept in dist/keys.
// --base-url (or EIDBRIDGE_UPDATE_URL): https address of the folder that will serve these files.
// --signed-xpi: the XPI that came back from Mozilla.
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { crx, extensionId, publicKeyOf } from "./crx.mjs";
import { checkedXpi } from "./signed-xpi.mjs";
import { ADDRESS_TO_FILL_IN, updatesJson, updateXml } from "./update-manifests.mjs";
import { forChromiumStores, forOwnCrx, forOwnXpi } from "./variants.mjs";
import { zip } from "./zip.mjs";

const DIST = join(dirname(fileURLToPath(import.meta.url)), "../../dist");
const CRX = "eidbridge-extension.crx";
const XPI = "eidbridge-extension.xpi";
export const LARGEST = 60_000;

/** @typedef {import("./zip.mjs").File} File */
/** @typedef {{ from: string, key: import("node:crypto").KeyObject, baseUrl?: string, signedXpi?: Buffer }} Input */

/** @param {Input} input from: folder with `chromium` and `firefox`, as build.mjs made them @returns {File[]} */
export function packages({ from, key, baseUrl, signedXpi }) {
  const chromium = readTree(join(from, "chromium"));
  const firefox = readTree(join(from, "firefox"));
  const publicKey = publicKeyOf(key);
  const crxBytes = crx(archive(chromium, (manifest) => forOwnCrx(manifest, publicKey, baseUrl)), key);
  const forXpiManifest = forOwnXpi(manifestOf(firefox), baseUrl);
  const isSigned = signedXpi !== undefined;
  const xpiBytes = isSigned ? checkedXpi(signedXpi, forXpiManifest) : archive(firefox, () => forXpiManifest);
  const address = baseUrl ?? ADDRESS_TO_FILL_IN;
  const ending = baseUrl === undefined ? ".in" : "";
  const { version, minimum_chrome_version: oldestChrome } = manifestOf(chromium);
  const { id, strict_min_version: oldest } = manifestOf(firefox).browser_specific_settings.gecko;
  const own = { id: extensionId(publicKey), version, oldest: oldestChrome };
  const forCrx = { ...own, file: CRX, bytes: crxBytes, baseUrl: address };
  const forXpi = { id, version, oldest, file: XPI, bytes: xpiBytes, baseUrl: address };
  return [
    { name: "eidbridge-extension-chromium.zip", bytes: archive(chromium, forChromiumStores) },
    { name: "eidbridge-extension-firefox.zip", bytes: archive(firefox, (manifest) => manifest) },
    { name: CRX, bytes: crxBytes },
    { name: XPI, bytes: xpiBytes },
    { name: `update.xml${ending}`, bytes: Buffer.from(updateXml(forCrx)) },
    { name: `updates.json${ending}`, bytes: Buffer.from(updatesJson(forXpi)) },
  ];
}

/** @param {string} folder @returns {File[]} */
function readTree(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => ({ name: relative(folder, path).split(sep).join("/"), bytes: readFileSync(path) }));
}

/** @param {File[]} files @returns {import("./variants.mjs").Manifest} */
function manifestOf(files) {
  const found = files.find(({ name }) => name === "manifest.json");
  return JSON.parse(Buffer.from(found?.bytes ?? []).toString());
}

/**
 * @param {File[]} files
 * @param {(manifest: import("./variants.mjs").Manifest) => import("./variants.mjs").Manifest} change
 */
function archive(files, change) {
  const manifest = `${JSON.stringify(change(manifestOf(files)), null, 2)}\n`;
  return zip(files.map((file) => (file.name === "manifest.json" ? { ...file, bytes: Buffer.from(manifest) } : file)));
}

/** The key is the identity of the extension: it is read or made, never committed. @param {string | undefined} path */
function keyFrom(path) {
  if (path !== undefined) return createPrivateKey(readFileSync(path));
  const made = join(DIST, "keys/crx-made-here.pem");
  if (!existsSync(made)) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    mkdirSync(dirname(made), { recursive: true });
    writeFileSync(made, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(made));
}

/** @param {string | undefined} address */
function checkedBase(address) {
  if (address === undefined) return undefined;
  const { protocol, hostname, href } = new URL(address.endsWith("/") ? address : `${address}/`);
  if (protocol !== "https:" && hostname !== "localhost") throw new Error("--base-url must be https");
  return href;
}

function main() {
  const text = { type: /** @type {const} */ ("string") };
  const { values } = parseArgs({ options: { from: text, out: text, key: text, "base-url": text, "signed-xpi": text } });
  const keyFile = values.key ?? process.env.EIDBRIDGE_CRX_KEY;
  const key = keyFrom(keyFile);
  const baseUrl = checkedBase(values["base-url"] ?? process.env.EIDBRIDGE_UPDATE_URL);
  const signedXpi = values["signed-xpi"] === undefined ? undefined : readFileSync(values["signed-xpi"]);
  const from = resolve(values.from ?? join(DIST, "extension"));
  const made = packages({ from, key, baseUrl, signedXpi });
  const out = resolve(values.out ?? join(DIST, "packages"));
  mkdirSync(out, { recursive: true });
  const stale = ["update.xml", "updates.json", "update.xml.in", "updates.json.in"];
  for (const name of stale) rmSync(join(out, name), { force: true });
  for (const { name, bytes } of made) {
    writeFileSync(join(out, name), bytes);
    process.stdout.write(`${name}: ${bytes.length} bytes\n`);
    if (bytes.length > LARGEST) throw new Error(`${name} is larger than ${LARGEST} bytes`);
  }
  const own = "of a key made here: keep dist/keys, or give your own with --key";
  const whose = keyFile === undefined ? own : "of the given key";
  process.stdout.write(`CRX id ${extensionId(publicKeyOf(key))}, ${whose}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
