import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { LANGUAGES, LAST_WORDS, closestLanguage } from "../../extension/background/catalogue.js";
import { HOST_NAME, PORT_NAME, WEB_EID_CHOICE } from "../../extension/messages.js";
import { LIBRARY_VERSION } from "../../extension/page/eidbridge.js";
import { readJson, readText } from "./fakes.mjs";

const ERRORS = readJson("native-host/EidBridge.Protocol/errors.json");
const MANIFEST = readJson("extension/manifest.json");
const locale = (language) => readJson(`extension/_locales/${language}/messages.json`);

const sources = (folder) =>
  readdirSync(new URL(`../../extension/${folder}`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
    .map((entry) => [`${folder}${entry.name}`, readText(`extension/${folder}${entry.name}`)]);
const SOURCES = ["", "background/", "content/", "page/", "popup/", "options/", "onboarding/"].flatMap(sources);

test("no line of a script is longer than 120 columns", () => {
  for (const [path, source] of SOURCES) {
    const long = source.split("\n").findIndex((line) => line.length > 120);
    assert.equal(long, -1, `${path}:${long + 1}`);
  }
});

test("the four languages have the same texts, none empty", () => {
  const names = Object.keys(locale("en")).sort();
  for (const language of LANGUAGES) {
    const messages = locale(language);
    assert.deepEqual(Object.keys(messages).sort(), names, language);
    for (const [name, { message }] of Object.entries(messages))
      assert.ok(message.trim().length > 1, `${language} ${name}`);
  }
});

test("every text is used and every text used exists", () => {
  const used =
    readText("extension/manifest.json") +
    ["popup/popup", "options/options", "onboarding/onboarding"].map((page) => readText(`extension/${page}.html`)).join() +
    SOURCES.map(([, source]) => source).join();
  for (const name of Object.keys(locale("en"))) {
    assert.match(used, new RegExp(`__MSG_${name}__|"${name}"`), name);
  }
  for (const [, name] of used.matchAll(/__MSG_(\w+)__|data-text="(\w+)"/g)) {
    if (name !== undefined) assert.ok(name in locale("en"), name);
  }
});

test("a store accepts the description: 132 characters at most", () => {
  for (const language of LANGUAGES) assert.ok(locale(language).extensionDescription.message.length <= 132, language);
});

const FAILURES = [
  /(?:BridgeFailure|fail|ownError)\("([a-z-]+)"/g,
  /\/, "([a-z-]+)"\]/g, // rows of the browsers' sentences
  /(?:timeoutCode|code): "([a-z-]+)"/g,
];

test("every code that the extension can fail with is in the catalogue", () => {
  const all = SOURCES.map(([, source]) => source).join("\n");
  const codes = FAILURES.flatMap((pattern) => [...all.matchAll(pattern)].map(([, code]) => code));

  assert.ok(codes.length > 20);
  for (const code of codes) assert.ok(code in ERRORS, code);
});

test("what is said when the catalogue cannot be read is what it says", () => {
  const { webEid, text, help } = ERRORS["internal-error"];

  assert.deepEqual(LAST_WORDS, { webEid, text, help });
});

test("the page library's type names every code that a page can be told, and no other", () => {
  const [, union] = /@typedef \{([^}]*)\} BridgeCode/.exec(readText("extension/page/eidbridge.js"));
  const named = [...union.matchAll(/"([a-z0-9-]+)"/g)].map(([, code]) => code);

  const [saidHere] = readText("native-host/EidBridge.Protocol/ErrorCode.cs").split("// The verifier's and the server's own.");

  assert.deepEqual(named.sort(), [...saidHere.matchAll(/const string \w+ = "([a-z0-9-]+)"/g)].map(([, code]) => code).sort());
});

test("page library and content script use the same message names", () => {
  const names = (path) => [...new Set(readText(path).match(/"eidbridge:[a-z-]+"/g))].sort();

  assert.deepEqual(names("extension/content/content.js"), names("extension/page/eidbridge.js"));
  assert.ok(readText("extension/content/content.js").includes(`PORT_NAME = "${PORT_NAME}"`));
  assert.ok(readText("extension/content/content.js").includes(`CHOICE = "${WEB_EID_CHOICE}"`));
});

test("one version in manifest, package and library; one host name everywhere", () => {
  assert.equal(MANIFEST.version, LIBRARY_VERSION);
  assert.equal(MANIFEST.version, readJson("extension/package.json").version);
  assert.equal(HOST_NAME, readJson("manifests/ids.json").hostName);
});

test("a language tag finds the closest language", () => {
  assert.equal(closestLanguage("nl-BE"), "nl");
  assert.equal(closestLanguage("FR_be"), "fr");
  assert.equal(closestLanguage("pl", "de-AT"), "de");
  assert.equal(closestLanguage(undefined, "pl"), "en");
});

test("no page of the extension loads anything from elsewhere", () => {
  for (const [path, source] of SOURCES)
    assert.doesNotMatch(source, /https?:\/\/(?!localhost)[a-z]|eval\(|innerHTML/, path);
});
