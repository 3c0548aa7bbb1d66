import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createCatalogue } from "../../extension/background/catalogue.js";
import { BridgeFailure } from "../../extension/background/failure.js";
import { helloFromFrame } from "../../extension/background/host-frames.js";
import { failureForWebEid, requiresUpdate } from "../../extension/background/web-eid-versions.js";
import { caller, failing, makeWorld, message, sender, world } from "./desk-world.mjs";
import { HELLO, readJson } from "./fakes.mjs";

const EXTENSION = "2.5.0+eidbridge.0.1.0";
const ERRORS = readJson("native-host/EidBridge.Protocol/errors.json");
const ask = (command, libraryVersion) =>
  world.desk.serve(sender(), { ...message(command, {}, { libraryVersion }), dialect: "web-eid" }, caller());

beforeEach(makeWorld);

for (const [library, extension, nativeApp, expected] of [
  ["2.1.0", "2.5.0", "2.9.0", undefined],
  ["1.0.0", "2.5.0", "3.0.0", undefined],
  ["3.0.0", "2.5.0", "3.0.0", { extension: true, nativeApp: false }],
  ["3.0.0", "2.5.0", "2.9.0", { extension: true, nativeApp: true }],
  ["2.1.0", "2.5.0", "1.9.9", { extension: false, nativeApp: true }],
  ["1.0.0", "2.5.0", "1.9.9", { extension: false, nativeApp: true }],
  ["3.0.0", "2.5.0", undefined, { extension: true, nativeApp: false }],
  ["10.0.0", "9.5.0", "10.0.0", { extension: true, nativeApp: false }],
]) {
  const told = JSON.stringify(expected) ?? "nothing";
  test(`library ${library}, extension ${extension}, program ${nativeApp}: ${told} must be updated`, () => {
    assert.deepEqual(requiresUpdate({ library, extension, nativeApp }), expected);
  });
}

test("a library of a later major version is told by status who must be updated, with all versions", async () => {
  await assert.rejects(ask("status", "3.0.0"), {
    code: "version-mismatch",
    versions: {
      library: "3.0.0",
      extension: EXTENSION,
      nativeApp: HELLO.version,
      requiresUpdate: { extension: true, nativeApp: true },
    },
  });
});

for (const library of [undefined, "", "two", "2.1", "v2.1.0"]) {
  test(`a library that calls its version ${library} is VERSION_INVALID, and no program starts`, async () => {
    await assert.rejects(ask("status", library), { code: "invalid-request", webEid: "ERR_WEBEID_VERSION_INVALID" });
    assert.deepEqual(world.asked, []);
  });
}

test("what succeeds, succeeds, whatever the versions", async () => {
  assert.equal((await ask("authenticate", "3.0.0")).format, "web-eid:1.0");
});

test("a failure of parts that do not fit is that they do not fit; a Cancel stays a Cancel", async () => {
  world.hostAnswers = async () => Promise.reject(new BridgeFailure("card-error", { nativeApp: HELLO.version }));
  await assert.rejects(ask("authenticate", "3.0.0"), { code: "version-mismatch" });
  await assert.rejects(ask("authenticate", "2.1.0"), { code: "card-error" });

  world.hostAnswers = async () => Promise.reject(new BridgeFailure("user-cancelled", { nativeApp: HELLO.version }));
  await assert.rejects(ask("authenticate", "3.0.0"), { code: "user-cancelled" });
});

test("every failure of a status tells the extension's version, as web-eid.js expects", async () => {
  world.hostAnswers = failing("host-missing");

  await assert.rejects(ask("status", "2.1.0"), {
    code: "host-missing",
    versions: { library: "2.1.0", extension: EXTENSION },
  });
});

for (const [what, outdated, expected] of [
  ["a program older than policy wants", "host", { extension: false, nativeApp: true }],
  ["a program of a later protocol", "extension", { extension: true, nativeApp: false }],
  ["a program that says so itself", undefined, { extension: false, nativeApp: true }],
]) {
  test(`${what}: ${JSON.stringify(expected)}`, () => {
    const reason = new BridgeFailure("version-mismatch", { nativeApp: "2.9.0", outdated });
    const { versions } = failureForWebEid(reason, { library: "2.1.0", extension: EXTENSION });

    assert.deepEqual(versions.requiresUpdate, expected);
  });
}

test("a policy's oldest program is named as what must be updated", async () => {
  world.settings.minimumHostVersion = "9.0.0";

  await assert.rejects(ask("status", "2.1.0"), ({ versions }) => versions.requiresUpdate.nativeApp === true);
  await assert.rejects(ask("authenticate", "2.1.0"), ({ versions }) => versions.requiresUpdate.nativeApp === true);
});

test("pages of our own library hear nothing of it: its versions are not Web eID's", async () => {
  world.hostAnswers = failing("host-missing");

  await assert.rejects(world.desk.serve(sender(), message("status"), caller()), { versions: undefined });
});

test("a bug stays a bug", () => {
  const bug = new TypeError("x");

  assert.equal(failureForWebEid(bug, { extension: EXTENSION }), bug);
});

test("a program's version with a v in front is read; one that is none is VERSION_INVALID", () => {
  assert.deepEqual(helloFromFrame({ version: "v2.9.0" }), { version: "2.9.0" });
  assert.throws(() => helloFromFrame({ version: "two" }), {
    code: "host-crashed",
    webEid: "ERR_WEBEID_VERSION_INVALID",
  });
});

test("versions and a code of Web eID's own go with the words", async () => {
  const catalogue = createCatalogue(async () => ERRORS);
  const versions = { extension: EXTENSION };
  const failure = new BridgeFailure("invalid-request", { webEid: "ERR_WEBEID_VERSION_INVALID", versions });

  const { webEid, versions: told } = await catalogue.word(failure, "nl");

  assert.deepEqual([webEid, told], ["ERR_WEBEID_VERSION_INVALID", versions]);
});
