import assert from "node:assert/strict";
import { test } from "node:test";
import { keepFromContentScripts, readMessageLogChoice, readSettings, readWebEidChoice } from "../../extension/background/settings.js";
import { fakeArea, readJson, readText } from "./fakes.mjs";

const DEFAULTS = {
  allowedOrigins: undefined,
  allowHttpLocalhost: true,
  allowFrames: false,
  language: undefined,
  minimumHostVersion: undefined,
  webEid: "auto",
};
const read = (managed, local = {}) => readSettings({ managed: fakeArea(managed), local: fakeArea(local) });

test("without a policy and a choice, the defaults", async () => {
  assert.deepEqual(await read({}), DEFAULTS);
});

test("a policy wins over what the person chose", async () => {
  const { allowHttpLocalhost } = await read({ allowHttpLocalhost: false }, { allowHttpLocalhost: true });

  assert.equal(allowHttpLocalhost, false);
});

test("only a policy lists sites", async () => {
  assert.deepEqual((await read({}, { allowedOrigins: ["https://x.example"] })).allowedOrigins, undefined);
  assert.deepEqual((await read({ allowedOrigins: ["https://x.example"] })).allowedOrigins, ["https://x.example"]);
});

test("only a policy lets frames in", async () => {
  assert.equal((await read({}, { allowFrames: true })).allowFrames, false);
  assert.equal((await read({ allowFrames: true })).allowFrames, true);
});

test("a language is one of the four or none", async () => {
  assert.equal((await read({ language: "fr" }, { language: "nl" })).language, "fr");
  assert.equal((await read({}, { language: "nl" })).language, "nl");
  assert.equal((await read({ language: "pl" })).language, undefined);
});

test("the schema for Chromium knows every setting a policy may hold, and language by language", () => {
  const { properties } = readJson("extension/managed-schema.json");

  for (const name of Object.keys(DEFAULTS)) assert.ok(name in properties, name);
  assert.deepEqual(properties.language.enum, ["nl", "fr", "de", "en"]);
});

test("a list of sites that cannot be read closes all", async () => {
  assert.equal((await read({ allowedOrigins: "https://x.example" })).allowedOrigins.length, 1);
});

test("a browser that has no policies at all is no error", async () => {
  const managed = {
    get: async () => {
      throw new Error("Managed storage manifest not found");
    },
  };

  assert.deepEqual(await readSettings({ managed, local: fakeArea() }), DEFAULTS);
});

test("an empty list is a list: nobody", async () => {
  assert.deepEqual((await read({ allowedOrigins: [] })).allowedOrigins, []);
});

test("a policy that the browser cannot read is an error, not the absence of a policy", async () => {
  const managed = { get: async () => Promise.reject(new Error("IO error: corrupted")) };

  await assert.rejects(readSettings({ managed, local: fakeArea() }), { code: "configuration-refused" });
});

test("a policy on localhost that is no yes is a no; a person's is looked at only without one", async () => {
  assert.equal((await read({ allowHttpLocalhost: "false" }, { allowHttpLocalhost: true })).allowHttpLocalhost, false);
  assert.equal((await read({}, { allowHttpLocalhost: false })).allowHttpLocalhost, false);
});

test("an oldest version of another type is kept, to be refused", async () => {
  assert.equal((await read({ minimumHostVersion: 9 })).minimumHostVersion, "9");
});

test("Web eID pages: policy, then the person, then whoever comes first", async () => {
  const choose = (managed, local) => readWebEidChoice({ managed: fakeArea(managed), local: fakeArea(local) });

  assert.equal(await choose({}, {}), "auto");
  assert.equal(await choose({}, { webEid: "on" }), "on");
  assert.equal(await choose({ webEid: "off" }, { webEid: "on" }), "off");
  assert.equal(await choose({ webEid: "auto" }, { webEid: "off" }), "auto");
  assert.equal(await choose({}, { webEid: "sometimes" }), "auto");
});

for (const [webEid, messageLog] of [
  [false, "false"],
  ["disabled", 0],
  [null, null],
]) {
  test(`policies that cannot be read close: webEid ${webEid} is off, messageLog ${messageLog} is no`, async () => {
    for (const own of ["off", "on", undefined]) assert.equal((await read({ webEid }, { webEid: own })).webEid, "off");
    const log = (managed) => readMessageLogChoice({ managed: fakeArea(managed), local: fakeArea({ messageLog: true }) });

    assert.deepEqual([await log({ messageLog }), await log({}), await log({ messageLog: true })], [false, true, true]);
  });
}

test("what is stored is kept from content scripts, where the browser can", async () => {
  const levels = [];
  const lockable = { setAccessLevel: async (level) => void levels.push(level) };
  const refusing = { setAccessLevel: async () => Promise.reject(new Error("not for this area")) };
  await keepFromContentScripts({}, refusing, lockable);

  assert.deepEqual(levels, [{ accessLevel: "TRUSTED_CONTEXTS" }]);
});

test("the background does so before anything else, and no content script reads a storage", () => {
  assert.ok(readText("extension/background.js").includes("void keepFromContentScripts(local, managed);"));
  assert.doesNotMatch(readText("extension/content/content.js"), /chrome\.storage/);
});
