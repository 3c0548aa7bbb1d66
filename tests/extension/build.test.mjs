import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { withoutDocumentation } from "../../extension/build.mjs";
import { reachable } from "../../extension/packaging/reachable.mjs";
import { readJson, readText } from "./fakes.mjs";

const OUT = mkdtempSync(join(tmpdir(), "eidbridge-extension-"));
const IDS = readJson("manifests/ids.json");
after(() => rmSync(OUT, { recursive: true }));

execFileSync(process.execPath, [fileURLToPath(new URL("../../extension/build.mjs", import.meta.url)), "--out", OUT]);
const built = (path) => readFileSync(join(OUT, path));
const manifest = (browser) => JSON.parse(built(`${browser}/manifest.json`));
const files = (browser) =>
  readdirSync(join(OUT, browser), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test("the key in the manifest makes the id that the host allows", () => {
  const key = Buffer.from(manifest("chromium").key, "base64");
  const id = [...createHash("sha256").update(key).digest("hex").slice(0, 32)]
    .map((digit) => String.fromCharCode(97 + parseInt(digit, 16)))
    .join("");

  assert.equal(id, IDS.chromiumDevelopmentId);
});

test("both browsers get the same files; only the manifests differ", () => {
  const names = (browser) =>
    files(browser)
      .map(({ parentPath, path, name }) => join(parentPath ?? path, name).slice(join(OUT, browser).length))
      .sort();

  assert.deepEqual(
    names("firefox"),
    names("chromium").filter((name) => !name.endsWith("managed-schema.json")),
  );
  assert.deepEqual(built("firefox/background/desk.js"), built("chromium/background/desk.js"));
});

test("Firefox gets its id, its oldest version and its data consent", () => {
  const {
    browser_specific_settings: { gecko },
    background,
    key,
  } = manifest("firefox");

  assert.equal(gecko.id, IDS.firefoxId);
  assert.equal(gecko.strict_min_version, "140.0");
  assert.deepEqual(gecko.data_collection_permissions, {
    required: ["personallyIdentifyingInfo", "authenticationInfo", "browsingActivity"],
  });
  assert.deepEqual(background, { scripts: ["background.js"], type: "module" });
  assert.equal(key, undefined);
});

test("every file that the manifest names is there", () => {
  const {
    icons,
    action,
    background,
    content_scripts: [content],
    storage,
  } = manifest("chromium");
  const named = [
    ...Object.values(icons),
    action.default_popup,
    background.service_worker,
    ...content.js,
    storage.managed_schema,
  ];

  for (const name of named) assert.ok(built(`chromium/${name}`).length > 0, name);
});

test("the permissions are the two that are needed, and no host permission", () => {
  const {
    permissions,
    host_permissions: hosts,
    content_scripts: [content],
  } = manifest("chromium");

  assert.deepEqual(permissions, ["nativeMessaging", "storage"]);
  assert.equal(hosts, undefined);
  assert.deepEqual(content.matches, ["https://*/*", "http://localhost/*"]);
  assert.equal(content.all_frames, true, "frames are told that they may not ask");
});

test("the catalogue holds every code that extension and host can say, for people only", () => {
  const catalogue = JSON.parse(built("chromium/errors.json"));
  const [hosts, servers] = readText("native-host/EidBridge.Protocol/ErrorCode.cs").split("// The verifier's and the server's own.");
  const codes = (source) => [...source.matchAll(/const string \w+ = "([a-z0-9-]+)"/g)].map(([, code]) => code);

  for (const code of codes(hosts)) assert.ok(code in catalogue, code);
  assert.ok(codes(servers).some((code) => !(code in catalogue)));
  assert.deepEqual(Object.keys(catalogue["no-card"]), ["webEid", "text", "help"]);
});

test("scripts lose their documentation and nothing else, and keep their lines", () => {
  const written = readText("extension/background/desk.js").split("\n");
  const shipped = built("chromium/background/desk.js").toString().split("\n");

  assert.equal(shipped.length, written.length);
  shipped.forEach((line, at) => line === "" || assert.equal(line, written[at]));
  assert.equal(withoutDocumentation('const a = /** @type {any} */ ("/** b */");\n'), 'const a = /** @type {any} */ ("/** b */");\n');
});

test("packed it stays under 60 kB", () => {
  const packed = files("chromium").reduce(
    (sum, { parentPath, path, name }) => sum + gzipSync(readFileSync(join(parentPath ?? path, name))).length,
    0,
  );

  assert.ok(packed < 60_000, `${packed} bytes`);
});

test("only files that the extension is made of are shipped, none that happens to lie there", () => {
  const copy = mkdtempSync(join(tmpdir(), "eidbridge-stray-"));
  try {
    for (const folder of ["extension", "manifests", "native-host/EidBridge.Protocol"]) {
      cpSync(fileURLToPath(new URL(`../../${folder}`, import.meta.url)), join(copy, folder), {
        recursive: true,
        filter: (path) => !/[\\/](node_modules|bin|obj)$/.test(path),
      });
    }
    const strays = ["background/stray.js", "_locales/en/notes.json", "popup/old.html", "icons/old.png", "popup/.swp"];
    for (const stray of strays) writeFileSync(join(copy, "extension", stray), "stray");
    execFileSync(process.execPath, [join(copy, "extension/build.mjs"), "--out", join(copy, "out")]);

    for (const browser of ["chromium", "firefox"]) {
      const shipped = readdirSync(join(copy, "out", browser), { recursive: true }).sort();
      assert.deepEqual(shipped, readdirSync(join(OUT, browser), { recursive: true }).sort());
      for (const stray of strays) assert.ok(!shipped.includes(stray), stray);
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
});

/** @param {Record<string, string>} sources by path */
function reach(sources) {
  const root = mkdtempSync(join(OUT, "sources-"));
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  const manifest = { background: { service_worker: "a.js" }, action: { default_popup: "p/p.html" } };
  return reachable(root, manifest, ["errors.json"]);
}
const TEXTS = Object.fromEntries(["nl", "fr", "de", "en"].map((language) => [`_locales/${language}/messages.json`, "{}"]));

test("what is shipped is followed from the manifest through imports, addresses, markup and style", () => {
  const found = reach({
    ...TEXTS,
    "a.js": 'import {\n  b,\n} from "./b/b.js";\nfetch(chrome.runtime.getURL("errors.json"));',
    "b/b.js": 'export { c } from "../c.js";\n/** @typedef {import("./unused.js").X} X */',
    "b/unused.js": "",
    "c.js": "",
    "p/p.html": '<a href="https://x.example/y.html"></a><link href="p.css"><script src="../c.js"></script>',
    "p/p.css": "a { background: url(\"../i.png\") }",
    "i.png": "",
  });

  assert.deepEqual(found, [...Object.keys(TEXTS), "a.js", "b/b.js", "c.js", "i.png", "p/p.css", "p/p.html"].sort());
});

test("a file that is named and not there stops the build", () => {
  assert.throws(() => reach({ ...TEXTS, "a.js": 'import "./gone.js";', "p/p.html": "" }), /gone\.js/);
});

for (const [what, source] of [
  ["a call of import", 'const c = await import("./c.js");'],
  ["an address beside the module", 'fetch(new URL("c.json", import.meta.url));'],
  ["an import in single quotes", "import { c } from './c.js';"],
  ["an address that is computed", "fetch(chrome.runtime.getURL(`${name}.json`));"],
]) {
  test(`${what} stops the build: nobody could follow it`, () => {
    const sources = { ...TEXTS, "p/p.html": "", "c.js": "", "c.json": "{}" };

    assert.throws(() => reach({ ...sources, "a.js": source }), /a\.js: .* cannot be followed/);
    assert.ok(reach({ ...sources, "a.js": `// ${source}\n/** ${source} */` }).includes("a.js"));
  });
}
