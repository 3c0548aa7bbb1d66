import assert from "node:assert/strict";
import { test } from "node:test";
import { BridgeFailure } from "../../extension/background/failure.js";
import { ask } from "../../extension/background/host-client.js";
import { browserName } from "../../extension/options/browser-name.js";
import { readSettings } from "../../extension/background/settings.js";
import { about } from "../../extension/options/about.js";
import { diagnose, statesOf } from "../../extension/options/diagnose.js";
import { redact } from "../../extension/options/redaction.js";
import { reportOf } from "../../extension/options/report.js";
import { readSwitches } from "../../extension/options/switches.js";
import { fakeArea, fakePort, HELLO, readText, settled, WEB_EID_HELLO } from "./fakes.mjs";

/** A real conversation over a pretended port, with a clock that ticks 10 ms per look. */
async function diagnosis(talk, sentence) {
  const port = fakePort();
  let clock = 0;
  const options = { connect: () => port, disconnectReason: () => sentence };
  const running = diagnose({ ask, options, now: () => (clock += 10), settings: async () => ({}) });
  await settled();
  talk(port);
  return running;
}

test("a card in a reader: versions, times and counts", async () => {
  const found = await diagnosis((port) => {
    port.says(HELLO);
    port.says({ version: HELLO.version, readers: [{ card: true }, { card: false }] });
  });

  assert.deepEqual(found, {
    host: { version: "0.1.0", webEid: HELLO.version, protocol: 1 },
    helloMs: 10,
    answerMs: 20,
    readers: 2,
    cards: 1,
  });
  assert.deepEqual(statesOf(found), { extension: "good", host: "good", reader: "good", card: "good" });
});

test("no host: the browser's sentence is kept, what lies behind is unknown", async () => {
  const found = await diagnosis((port) => port.dies(), "Specified native messaging host not found.");

  assert.equal(found.code, "host-missing");
  assert.equal(found.sentence, "Specified native messaging host not found.");
  assert.deepEqual(statesOf(found), { extension: "good", host: "bad", reader: "unknown", card: "unknown" });
});

test("a host that has no smart card service is there; the reader is what is missing", async () => {
  const found = await diagnosis((port) => {
    port.says(HELLO);
    port.says({ error: { code: "ERR_WEBEID_NATIVE_FATAL", message: "", eidbridge: { code: "pcsc-unavailable" } } });
  });

  assert.deepEqual(statesOf(found), { extension: "good", host: "good", reader: "bad", card: "unknown" });
});

test("a host that crashes after its version is bad", async () => {
  const found = await diagnosis((port) => {
    port.says(HELLO);
    port.dies();
  }, "Native host has exited.");

  assert.deepEqual([found.code, statesOf(found).host], ["host-crashed", "bad"]);
});

test("a host that is too old is named with its version", async () => {
  const found = await diagnosis((port) => port.says({ version: "1.9.0" }));

  assert.deepEqual([found.code, found.detail], ["version-mismatch", "1.9.0"]);
});

test("a Web eID host says nothing of readers: unknown, not missing", async () => {
  const found = await diagnosis((port) => {
    port.says(WEB_EID_HELLO);
    port.says({});
  });

  assert.deepEqual(statesOf(found), { extension: "good", host: "good", reader: "unknown", card: "unknown" });
});

test("no reader, and no card in it, are different things", () => {
  assert.deepEqual(statesOf({ host: {}, readers: 0, cards: 0 }), { extension: "good", host: "good", reader: "bad", card: "unknown" });
  assert.deepEqual(statesOf({ host: {}, readers: 1, cards: 0 }), { extension: "good", host: "good", reader: "good", card: "bad" });
});

test("a bug is an internal error in the report, without its words", async () => {
  const found = await diagnose({
    ask: async () => {
      throw new TypeError("secret");
    },
    options: {},
    now: () => 0,
    settings: async () => ({}),
  });

  assert.equal(found.code, "internal-error");
  assert.ok(!JSON.stringify(found).includes("secret"));
});

const POISON = [
  "jan.vandermadeup@hospital.example",
  "https://portal.example/login?session=4f3a",
  "/home/jan.vandermadeup/.config/chromium",
  "C:\\Users\\Jan\\AppData",
  "93.05.18-223.61",
  "93051822361",
  "MIIDpzCCAy2gAwIBAgIQMadeUpCertificate==",
  "592-1234567-80",
].join(" ");
const ABOUT = {
  version: "0.1.0",
  id: "dglemegkjclfkhbdoafkohofiinneejo",
  installType: `normal ${POISON}`,
  browser: `Edge 142 on Windows ${POISON}`,
  language: `nl ${POISON}`,
  switches: [
    { name: "webEid", value: "auto", managed: false },
    { name: "allowHttpLocalhost", value: false, managed: true },
    { name: "messageLog", value: true, managed: false },
  ],
  allowedOrigins: 2,
  minimumHostVersion: `1.0.0 ${POISON}`,
  lastAction: { at: 60_000, command: "get-signing-certificate", site: "portal.example", code: "no-reader-in-remote-session" },
};
const FOUND = {
  host: { version: `0.1.0 ${POISON}`, webEid: `2.9.0+eidbridge.0.1.0 ${POISON}`, protocol: 1 },
  helloMs: 12,
  answerMs: 34,
  readers: 1,
  cards: 0,
  code: "host-crashed",
  detail: `a token with fields missing ${POISON}`,
  sentence: `Native application tried to send a message of 1819043176 bytes ${POISON}\nextra: line\u202e`,
};
const NOW = 1_800_000;

test("the report is, to the letter, what the golden file shows: nothing personal survives anywhere", () => {
  const report = reportOf(ABOUT, FOUND, NOW);

  assert.equal(report, readText("tests/extension/golden/report.txt"));
});

test("no poison of any kind is in the report", () => {
  const report = reportOf(ABOUT, FOUND, NOW);

  for (const personal of ["vandermadeup", "Jan", "portal.example", "4f3a", "93051822361", "223.61", "MIID", "1234567"]) {
    assert.ok(!report.toLowerCase().includes(personal.toLowerCase()), personal);
  }
});

for (const [text, expected] of [
  ["93 05 18 223 61", "(national number)"],
  ["930518-22361", "(national number)"],
  ["/Users/jan/Library", "/(user)/Library"],
  ["d:\\users\\Jan\\x", "(user)\\x"],
  ["2.9.0+eidbridge.0.1.0", "2.9.0+eidbridge.0.1.0"],
  ["Specified native messaging host not found.", "Specified native messaging host not found."],
  ["two\nlines", "two lines"],
  ["x ".repeat(200), "x ".repeat(200).trim().slice(0, 160)],
  [undefined, "undefined"],
]) {
  test(`${JSON.stringify(text)?.slice(0, 40)} is reported as ${expected.slice(0, 40)}`, () => {
    assert.equal(redact(text), expected);
  });
}

test("a switch is as the person set it, until a policy decides", async () => {
  const read = (managed, local) => readSwitches({ managed: fakeArea(managed), local: fakeArea(local) });
  const byName = (switches) => Object.fromEntries(switches.map(({ name, value, managed }) => [name, [value, managed]]));

  const person = { language: "fr", webEid: "off", allowHttpLocalhost: false, messageLog: true };
  const own = byName(await read({}, person));
  const policy = byName(await read({ language: "de", webEid: "on", allowHttpLocalhost: true, messageLog: false }, person));

  assert.deepEqual(own, { language: ["fr", false], webEid: ["off", false], allowHttpLocalhost: [false, false], messageLog: [true, false] });
  assert.deepEqual(policy, { language: ["de", true], webEid: ["on", true], allowHttpLocalhost: [true, true], messageLog: [false, true] });
  assert.deepEqual(byName(await read({}, {})).language, ["page", false]);
  const unreadable = byName(await read({ webEid: false, messageLog: "false" }, { webEid: "on", messageLog: true }));
  assert.deepEqual([unreadable.webEid, unreadable.messageLog], [["off", true], [false, true]]);
});

test("without any policy Firefox rejects; the switches are the person's", async () => {
  const managed = { get: async () => Promise.reject(new Error("Managed storage manifest not found")) };

  assert.ok((await readSwitches({ managed, local: fakeArea() })).every((one) => !one.managed));
});

for (const [agent, expected] of [
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "Chromium or Chrome 156 on Linux"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Edge 156 on Windows"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox 153 on Macintosh"],
  ["something else", "unknown browser on an unknown system"],
]) {
  test(`the report names ${expected}`, () => {
    assert.equal(browserName(agent), expected);
  });
}

test("a failure keeps its developer's detail apart from its code", () => {
  assert.equal(new BridgeFailure("host-crashed", { detail: "x" }).message, "host-crashed: x");
});

test("a program older than policy wants is told by the diagnosis, and is asked nothing", async () => {
  const port = fakePort();
  const options = { connect: () => port, disconnectReason: () => undefined };
  const running = diagnose({ ask, options, now: () => 0, settings: async () => ({ minimumHostVersion: "9.0.0" }) });
  await settled();
  port.says(HELLO);
  const found = await running;

  assert.deepEqual([found.code, statesOf(found).host], ["version-mismatch", "bad"]);
});

const UNREADABLE = { get: async () => Promise.reject(new Error("IO error: corrupted")) };

test("a policy that cannot be read is told with its code, and no program is started", async () => {
  const storage = { managed: UNREADABLE, local: fakeArea() };
  const found = await diagnose({ ask: () => assert.fail("asked"), options: {}, now: () => 0, settings: () => readSettings(storage) });

  assert.deepEqual(found, { code: "configuration-refused", detail: "Error: IO error: corrupted" });
  assert.equal(statesOf(found).host, "bad");
});

test("a report is made whatever cannot be read, and says what it was", async () => {
  const storage = { managed: UNREADABLE, local: fakeArea(), session: UNREADABLE };
  const getSelf = async () => Promise.reject(new Error("gone"));
  const known = { version: "0.1.0", id: "x", browser: "Edge 142 on Windows", language: "nl" };

  const report = reportOf(await about({ storage, getSelf }, known), { code: "configuration-refused" }, NOW);

  assert.match(report, /^sites listed by policy: unreadable$/m);
  assert.match(report, /^extension: good, 0\.1\.0, id x, installed as unknown$/m);
  assert.match(report, /^failure: configuration-refused$/m);
});

test("what a program says is shown at the part that it is about", () => {
  const after = (code) => Object.values(statesOf({ host: {}, code })).join(" ");

  assert.equal(after("configuration-refused"), "good bad unknown unknown");
  assert.equal(after("no-reader"), "good good bad unknown");
  assert.equal(after("no-card"), "good good good bad");
  assert.equal(after("busy"), "good good unknown unknown");
});

test("every switch that a policy can decide is described by the sentence that says so", () => {
  const page = readText("extension/options/options.html");

  for (const name of ["language", "webEid", "allowHttpLocalhost", "messageLog"]) {
    assert.match(page, new RegExp(`id="${name}"[^>]* aria-describedby="[^"]*${name}-managed"`));
  }
});

/** The elements that copying touches: the text, and where the outcome is said. */
function copying(writeText) {
  const elements = { report: { textContent: "a report" }, copied: { textContent: "" } };
  globalThis.document = { getElementById: (id) => elements[id] };
  globalThis.chrome = { runtime: { getManifest: () => ({ version: "0" }) }, i18n: { getUILanguage: () => "en", getMessage: (name) => name } };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard: { writeText } }, configurable: true });
  return elements;
}

test("a clipboard that is refused is said, not silent", async () => {
  const elements = copying(async () => Promise.reject(new Error("NotAllowedError")));
  const { copyText } = await import("../../extension/options/found.js");

  await copyText("report", "copied");
  assert.equal(elements.copied.textContent, "couldNot");

  navigator.clipboard.writeText = async () => {};
  await copyText("report", "copied");
  assert.equal(elements.copied.textContent, "copied");
});

test("a failure that has a code is said in the catalogue's words", async () => {
  const elements = copying();
  elements.saved = { textContent: "" };
  const { catalogue, telling } = await import("../../extension/pages.js");
  const { message } = await catalogue.word(new BridgeFailure("configuration-refused"), "en");

  await telling("saved", async () => Promise.reject(new BridgeFailure("configuration-refused")));

  assert.equal(elements.saved.textContent, message);
});

test("whatever is thrown, a button is free again and the person is told", async () => {
  const elements = copying();
  const { telling } = await import("../../extension/pages.js");
  elements.outcome = { textContent: "" };
  elements.diagnose = { disabled: false };
  const running = telling("outcome", async () => Promise.reject(new Error("QuotaExceeded")), "diagnose");

  assert.equal(elements.diagnose.disabled, true);
  await running;
  assert.deepEqual([elements.diagnose.disabled, elements.outcome.textContent], [false, "couldNot"]);
});
