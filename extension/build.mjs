// Fills dist/extension/chromium and dist/extension/firefox: the sources line by line, a manifest for each browser and
// the error catalogue. Needs Node and nothing else: node extension/build.mjs [--out DIR]
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { reachable } from "./packaging/reachable.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const CATALOGUE = join(HERE, "../native-host/EidBridge.Protocol/errors.json");
const IDS = join(HERE, "../manifests/ids.json");
/** Made here instead of copied. */
const MADE = ["errors.json", "manifest.json"];

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Only a server says these; its pages have their texts. A code that is not in this list stays in the package. */
const SAID_BY_SERVERS = new Set([
  ...["token-invalid", "token-format-unsupported", "algorithm-unsupported", "signature-invalid", "certificate-invalid"],
  ...["certificate-purpose-wrong", "certificate-policy-wrong", "certificate-revoked", "certificate-suspended"],
  ...["revocation-unavailable", "issuer-unknown", "nonce-unknown", "nonce-expired", "code-wrong", "code-expired"],
  ...["no-try-left", "resend-too-soon", "account-locked", "account-not-active", "login-wrong", "password-too-weak"],
  ...["passwords-differ", "form-incomplete", "session-expired", "provisioning-failed", "too-many-requests"],
  ...["identity-invalid", "identity-mismatch", "identity-expired", "identity-not-genuine"],
]);

/** The host and the server need `status` and `retry`; a person does not. @param {Record<string, any>} entries */
export function catalogueForPeople(entries) {
  const kept = Object.entries(entries).filter(([code]) => !SAID_BY_SERVERS.has(code));
  return Object.fromEntries(kept.map(([code, { webEid, text, help }]) => [code, { webEid, text, help }]));
}

/**
 * Types and explanations are a third of the package and are read in the repository. Their lines stay, empty: an error
 * names the line that was written.
 * @param {string} source
 */
export function withoutDocumentation(source) {
  return source.replace(/^[ \t]*\/\*\*(?:(?!\*\/)[^])*\*\/[ \t]*$/gm, (block) => block.replace(/[^\n]/g, ""));
}

/** Scripts without their documentation. @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  if (from.endsWith(".js")) writeFileSync(to, withoutDocumentation(readFileSync(from, "utf8")));
  else copyFileSync(from, to);
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
    for (const name of reachable(HERE, itsManifest, MADE)) copy(join(HERE, name), join(folder, name));
    writeFileSync(join(folder, "errors.json"), catalogue);
    writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(itsManifest, null, 2)}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf("--out");
  const out = resolve(at === -1 ? join(HERE, "../dist/extension") : process.argv[at + 1]);
  build(out);
  process.stdout.write(`${out}\n`);
}
