import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { crx, extensionId } from "../../extension/packaging/crx.mjs";
import { LARGEST, packages } from "../../extension/packaging/pack.mjs";
import { zip } from "../../extension/packaging/zip.mjs";
import { readJson } from "./fakes.mjs";
import { readZip } from "./zip-reader.mjs";

const IDS = readJson("manifests/ids.json");
const VERSION = readJson("extension/manifest.json").version;
const WORK = mkdtempSync(join(tmpdir(), "eidbridge-packages-"));
const KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const PUBLIC = createPublicKey(KEY).export({ type: "spki", format: "der" });
const BASE = "https://software.example/eidbridge/";
after(() => rmSync(WORK, { recursive: true }));

const path = (file) => fileURLToPath(new URL(`../../extension/${file}`, import.meta.url));
const build = (name) => {
  execFileSync(process.execPath, [path("build.mjs"), "--out", join(WORK, name)]);
  return join(WORK, name);
};
const named = (made) => Object.fromEntries(made.map(({ name, bytes }) => [name, bytes]));
const manifestIn = (archive) => JSON.parse(readZip(archive).get("manifest.json"));
const FROM = build("one");
const MADE = named(packages({ from: FROM, key: KEY, baseUrl: BASE }));

/** Header of a CRX3, taken apart by hand: tag, length, value. */
function openCrx(bytes) {
  const length = bytes.readUInt32LE(8);
  return { magic: bytes.toString("latin1", 0, 4), version: bytes.readUInt32LE(4), ...fields(bytes.subarray(12, 12 + length)), archive: bytes.subarray(12 + length) };
}

function fields(bytes) {
  const found = {};
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const number = varint() >>> 3;
    const size = varint();
    found[number] = bytes.subarray(at, (at += size));
  }
  return found;
}

test("the same sources and key give the same bytes, whatever the clock and the folder", () => {
  const again = named(packages({ from: build("two"), key: KEY, baseUrl: BASE }));

  assert.deepEqual(Object.keys(again), Object.keys(MADE));
  for (const [name, bytes] of Object.entries(MADE)) assert.ok(again[name].equals(bytes), name);
});

test("an archive does not depend on the order in which a disk lists its files", () => {
  const files = ["b.js", "a/c.js", "a.js"].map((name) => ({ name, bytes: Buffer.from(name) }));

  assert.ok(zip(files).equals(zip([...files].reverse())));
  assert.deepEqual([...readZip(zip(files)).keys()], ["a.js", "a/c.js", "b.js"]);
});

test("what is in the archive is what was put in, also names outside ASCII and empty files", () => {
  const files = [
    { name: "é.txt", bytes: Buffer.from("text ".repeat(500)) },
    { name: "empty", bytes: Buffer.alloc(0) },
  ];

  const read = readZip(zip(files));

  for (const { name, bytes } of files) assert.ok(read.get(name).equals(bytes), name);
});

test("the CRX is signed, over its id and its archive, by the key that makes its id", () => {
  const { magic, version, 2: proof, 10000: signedData, archive } = openCrx(MADE["eidbridge-extension.crx"]);
  const { 1: publicKey, 2: signature } = fields(proof);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signedData.length);
  const signed = Buffer.concat([Buffer.from("CRX3 SignedData\0"), length, signedData, archive]);

  assert.deepEqual([magic, version], ["Cr24", 3]);
  assert.ok(publicKey.equals(PUBLIC));
  assert.ok(fields(signedData)[1].equals(createHash("sha256").update(PUBLIC).digest().subarray(0, 16)));
  assert.ok(verify("sha256", signed, KEY, signature));
});

test("a changed byte of the archive breaks the signature", () => {
  const spoilt = Buffer.from(crx(Buffer.from("archive"), KEY));
  spoilt[spoilt.length - 1] ^= 1;
  const { 2: proof, 10000: signedData, archive } = openCrx(spoilt);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signedData.length);

  const signed = Buffer.concat([Buffer.from("CRX3 SignedData\0"), length, signedData, archive]);

  assert.equal(verify("sha256", signed, KEY, fields(proof)[2]), false);
});

test("the id is Chromium's: the committed public key makes the development id", () => {
  assert.equal(extensionId(Buffer.from(IDS.chromiumDevelopmentKey, "base64")), IDS.chromiumDevelopmentId);
  assert.equal(readJson("extension/manifest.json").key, IDS.chromiumDevelopmentKey);
});

test("stores get neither a key nor an update address: they have their own", () => {
  const chromium = manifestIn(MADE["eidbridge-extension-chromium.zip"]);
  const firefox = manifestIn(MADE["eidbridge-extension-firefox.zip"]);

  assert.deepEqual([chromium.key, chromium.update_url], [undefined, undefined]);
  assert.equal(firefox.browser_specific_settings.gecko.update_url, undefined);
});

test("self-hosted packages say where newer ones are", () => {
  const { archive } = openCrx(MADE["eidbridge-extension.crx"]);

  assert.equal(manifestIn(archive).key, PUBLIC.toString("base64"));
  assert.equal(manifestIn(archive).update_url, `${BASE}update.xml`);
  assert.equal(manifestIn(MADE["eidbridge-extension.xpi"]).browser_specific_settings.gecko.update_url, `${BASE}updates.json`);
});

test("update.xml names the CRX by its id, version, address and hash", () => {
  const hash = createHash("sha256").update(MADE["eidbridge-extension.crx"]).digest("hex");
  const xml = MADE["update.xml"].toString();

  assert.match(xml, new RegExp(`appid="${extensionId(PUBLIC)}"`));
  assert.match(xml, new RegExp(`codebase="${BASE}eidbridge-extension.crx" version="${VERSION}" prodversionmin="[0-9.]+" hash_sha256="${hash}"`));
});

/** As Mozilla sends it back: the same files and its signature; the manifest may be changed here. */
function signedByMozilla(change = (manifest) => manifest) {
  const files = [...readZip(MADE["eidbridge-extension.xpi"])].map(([name, bytes]) => ({ name, bytes }));
  const manifest = { name: "manifest.json", bytes: Buffer.from(JSON.stringify(change(manifestIn(MADE["eidbridge-extension.xpi"])))) };
  return zip([...files.filter(({ name }) => name !== manifest.name), manifest, { name: "META-INF/mozilla.rsa", bytes: Buffer.from("signed") }]);
}

const gecko = (changed) => (manifest) => ({
  ...manifest,
  browser_specific_settings: { gecko: { ...manifest.browser_specific_settings.gecko, ...changed } },
});
for (const [what, change] of [
  ["id", gecko({ id: "another@example.org" })],
  ["version", (manifest) => ({ ...manifest, version: "0.0.9" })],
  ["update_url", gecko({ update_url: "https://elsewhere.example/updates.json" })],
  ["strict_min_version", gecko({ strict_min_version: "115.0" })],
]) {
  test(`a signed XPI with another ${what} is refused, not announced`, () => {
    assert.throws(() => packages({ from: FROM, key: KEY, baseUrl: BASE, signedXpi: signedByMozilla(change) }), new RegExp(`signed-xpi has ${what} `));
  });
}

test("what is no archive, or has no manifest, is refused as the signed XPI", () => {
  const pack = (signedXpi) => () => packages({ from: FROM, key: KEY, baseUrl: BASE, signedXpi });

  assert.throws(pack(Buffer.from("signed by Mozilla, perhaps")), /no zip archive/);
  assert.throws(pack(zip([{ name: "a", bytes: Buffer.alloc(1) }])), /no manifest\.json/);
});

test("update.xml keeps older browsers away and stays XML whatever the address", () => {
  const made = named(packages({ from: FROM, key: KEY, baseUrl: 'https://software.example/a&b/' }));

  assert.match(made["update.xml"].toString(), /codebase="https:\/\/software\.example\/a&#38;b\/eidbridge-extension\.crx"/);
  assert.ok(made["update.xml"].includes(`prodversionmin="${readJson("extension/manifest.json").minimum_chrome_version}"`));
});

test("updates.json names the XPI that is served: after signing, the signed one", () => {
  const signedXpi = signedByMozilla();
  const made = named(packages({ from: FROM, key: KEY, baseUrl: BASE, signedXpi }));
  const [update] = JSON.parse(made["updates.json"]).addons[IDS.firefoxId].updates;

  assert.ok(made["eidbridge-extension.xpi"].equals(signedXpi));
  assert.deepEqual(update, {
    version: VERSION,
    update_link: `${BASE}eidbridge-extension.xpi`,
    update_hash: `sha256:${createHash("sha256").update(signedXpi).digest("hex")}`,
    applications: { gecko: { strict_min_version: "140.0" } },
  });
});

test("without an address none is invented: the files say what is to be filled in", () => {
  const made = named(packages({ from: FROM, key: KEY }));

  assert.ok(made["update.xml.in"].includes("@BASE_URL@/eidbridge-extension.crx"));
  assert.ok(made["updates.json.in"].includes("@BASE_URL@/eidbridge-extension.xpi"));
  assert.equal(manifestIn(openCrx(made["eidbridge-extension.crx"]).archive).update_url, undefined);
});

test("every package stays within 60 kB", () => {
  for (const [name, bytes] of Object.entries(MADE)) assert.ok(bytes.length <= LARGEST, `${name}: ${bytes.length}`);
});

test("run by hand it says sizes and id, refuses plain http, and keeps no key among the packages", () => {
  const out = join(WORK, "out");
  const pem = join(WORK, "key.pem");
  writeFileSync(pem, KEY.export({ type: "pkcs8", format: "pem" }));
  const run = (...more) =>
    execFileSync(process.execPath, [path("packaging/pack.mjs"), "--from", FROM, "--out", out, "--key", pem, ...more], { encoding: "utf8", stdio: "pipe" });

  const said = run("--base-url", BASE);

  assert.match(said, /eidbridge-extension\.crx: \d+ bytes/);
  assert.ok(said.includes(`CRX id ${extensionId(PUBLIC)}, of the given key`));
  assert.ok(readFileSync(join(out, "eidbridge-extension.crx")).equals(MADE["eidbridge-extension.crx"]));
  assert.throws(() => run("--base-url", "http://software.example/"), /must be https/);
});
