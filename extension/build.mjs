// Fills dist/extension/chromium and dist/extension/firefox: the sources as they are, a manifest for each browser and
// the error catalogue. Needs Node and nothing else: node extension/build.mjs [--out DIR]
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const CATALOGUE = join(HERE, "../native-host/EidBridge.Protocol/errors.json");
const IDS = join(HERE, "../manifests/ids.json");
const COPIED = ["_locales", "background", "background.js", "browser.js", "content", "icons", "messages.js", "popup"];

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The host and the server need `status` and `retry`; a person does not. @param {Record<string, any>} entries */
export function catalogueForPeople(entries) {
  const kept = Object.entries(entries).map(([code, { webEid, text, help }]) => [code, { webEid, text, help }]);
  return Object.fromEntries(kept);
}

/** @param {Record<string, any>} manifest the one in this folder, which is Chromium's @param {string} id */
export function manifestForFirefox({ key, minimum_chrome_version, storage, background, ...common }, id) {
  return {
    ...common,
    background: { scripts: [background.service_worker], type: background.type },
    browser_specific_settings: {
      gecko: {
        id,
        strict_min_version: "140.0",
        data_collection_permissions: {
          required: ["personallyIdentifyingInfo", "authenticationInfo", "browsingActivity"],
        },
      },
    },
  };
}

/** @param {string} out */
function build(out) {
  const manifest = readJson(join(HERE, "manifest.json"));
  const catalogue = JSON.stringify(catalogueForPeople(readJson(CATALOGUE)));
  const forBrowser = { chromium: manifest, firefox: manifestForFirefox(manifest, readJson(IDS).firefoxId) };
  for (const [browser, itsManifest] of Object.entries(forBrowser)) {
    const folder = join(out, browser);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of COPIED) cpSync(join(HERE, name), join(folder, name), { recursive: true });
    rmSync(join(folder, "icons/icon.svg"));
    writeFileSync(join(folder, "errors.json"), catalogue);
    writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(itsManifest, null, 2)}\n`);
    if ("storage" in itsManifest) cpSync(join(HERE, "managed-schema.json"), join(folder, "managed-schema.json"));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf("--out");
  const out = resolve(at === -1 ? join(HERE, "../dist/extension") : process.argv[at + 1]);
  build(out);
  process.stdout.write(`${out}\n`);
}
