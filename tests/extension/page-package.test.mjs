import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { packPageLibrary } from "../../extension/packaging/page-library.mjs";
import { readJson, readText } from "./fakes.mjs";

const WORK = mkdtempSync(join(tmpdir(), "eidbridge-library-"));
after(() => rmSync(WORK, { recursive: true }));

const pack = (name) => readFileSync(join(WORK, `${name}-out`, packPageLibrary(join(WORK, name), join(WORK, `${name}-out`))));
const ARCHIVE = pack("one");

/** Names in a tar, each in a block of 512 bytes before its file. */
function namesIn(tar) {
  const names = [];
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    names.push(tar.toString("utf8", at, tar.indexOf(0, at)));
    at += 512 * (1 + Math.ceil(parseInt(tar.toString("latin1", at + 124, at + 135), 8) / 512));
  }
  return names;
}

test("the package holds the library, its types and what a reader needs, and depends on nothing", () => {
  const names = namesIn(gunzipSync(ARCHIVE)).map((name) => name.replace(/^package\//, ""));
  const { dependencies, version } = readJson("extension/page/package.json");

  assert.deepEqual(names.sort(), ["LICENSE", "README.md", "eidbridge.d.ts", "eidbridge.js", "package.json"]);
  assert.equal(dependencies, undefined);
  assert.equal(version, readJson("extension/package.json").version);
  assert.doesNotMatch(readText("extension/page/eidbridge.js"), /^import /m);
});

test("packed twice it is the same", () => {
  assert.ok(pack("two").equals(ARCHIVE));
});

/** A site in TypeScript, compiled as strictly as can be against the types that are shipped. */
function compile(source) {
  const site = join(WORK, "site");
  mkdirSync(join(site, "node_modules"), { recursive: true });
  rmSync(join(site, "node_modules/eidbridge"), { recursive: true, force: true });
  cpSync(join(WORK, "one"), join(site, "node_modules/eidbridge"), { recursive: true });
  writeFileSync(join(site, "site.ts"), source);
  const compiler = fileURLToPath(new URL("../../extension/node_modules/typescript/bin/tsc", import.meta.url));
  const strictly = ["--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "es2022", "--module", "nodenext", "--types", ""];
  writeFileSync(join(site, "package.json"), '{ "type": "module" }');
  execFileSync(process.execPath, [compiler, ...strictly, join(site, "site.ts")], { cwd: site, encoding: "utf8", stdio: "pipe" });
}

test("a site written in TypeScript compiles against the shipped types, with every call and the codes of failures", () => {
  compile(`
    import { authenticate, BridgeError, downloadFor, findMissing, getIdentity, getSigningCertificate, sign, status } from "eidbridge";
    import type { BridgeCode, Parts, Token } from "eidbridge";
    const signal = new AbortController().signal;
    const token: Token = await authenticate("nonce", { lang: "nl", tokenFormat: "web-eid:1.1", signal, onProgress: (state: string) => state });
    const { certificate, supportedSignatureAlgorithms: [first] } = await getSigningCertificate({ lang: "nl" });
    const signed: string = (await sign(certificate, "hash", first!.hashFunction, { documentName: "a.pdf" })).signature;
    const surname: string | undefined = (await getIdentity(["surname"])).identity["surname"] as string;
    const parts: Parts = await findMissing({ lang: "nl", links: { page: "/get" } });
    const link: string | undefined = downloadFor("host", { host: { windows: "/w" } });
    try { await status(); } catch (error) {
      if (error instanceof BridgeError) { const code: BridgeCode = error.code; if (code === "pin-blocked") console.log(error.help, error.triesLeft); }
    }
    export { link, parts, signed, surname, token };
  `);
});

test("a misspelt code does not compile", () => {
  assert.throws(() => compile(`import { BridgeError } from "eidbridge"; export const wrong = (e: BridgeError) => e.code === "pin-bloked";`), ({ stdout }) => /TS2367/.test(stdout));
});
