import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { browserIn, downloadFor, findMissing, systemIn } from "../../extension/page/eidbridge.js";
import { catalogueForPeople } from "../../extension/build.mjs";
import { isKnownCode, partOf } from "../../extension/background/parts-of-codes.js";
import { fakeDocument, fakeWindow, ORIGIN, readJson, settled } from "./fakes.mjs";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0";
const FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0";
const SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15";
const PHONE = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
const CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64 16181.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const LINKS = {
  extension: { chrome: "/get/chrome", edge: "/get/edge", firefox: "/get/firefox" },
  host: { windows: "/get/windows", mac: "/get/mac", linux: "/get/linux" },
  page: "/get",
};

let page;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  page = fakeWindow();
  globalThis.window = page;
  globalThis.document = fakeDocument();
  globalThis.location = { origin: ORIGIN };
  Object.defineProperty(globalThis, "navigator", { value: { language: "nl-BE", userAgent: CHROME }, configurable: true });
});

const hear = (type, more = {}) =>
  page.emit("message", { source: page, origin: ORIGIN, data: { type: `eidbridge:request-${type}`, id: page.posted[0].data.id, ...more } });
const failure = (code) => ({ error: { code, webEid: "ERR", message: "What. Do.", help: "Do." } });

async function find(talk) {
  const found = findMissing({ lang: "nl", links: LINKS });
  talk();
  return found;
}

test("no extension: known within 1.5 s, with the download for this browser and the words for the person", async () => {
  const { missing, download, states, error } = await find(() => {
    mock.timers.tick(700);
    mock.timers.tick(700);
  });

  assert.deepEqual([missing, download], ["extension", "/get/chrome"]);
  assert.deepEqual(states, { extension: "missing", host: "later", reader: "later", card: "later" });
  assert.equal(error.code, "extension-missing");
  assert.match(error.help, /^Installeer/);
});

for (const code of ["host-missing", "host-forbidden", "host-crashed", "version-mismatch"]) {
  test(`${code}: the program is what is missing, with the download for this system`, async () => {
    const { missing, download, states, error } = await find(() => {
      hear("ack");
      hear("failure", failure(code));
    });

    assert.deepEqual([missing, download, error.code], ["host", "/get/linux", code]);
    assert.deepEqual(states, { extension: "ok", host: "missing", reader: "later", card: "later" });
  });
}

for (const code of ["configuration-refused", "host-blocked-by-policy", "internal-error"]) {
  test(`${code}: no download mends that, so none is offered; the words for the person are`, async () => {
    const found = await find(() => hear("failure", failure(code)));

    assert.deepEqual([found.missing, found.error.code, found.error.help], ["host", code, "Do."]);
    assert.equal("download" in found, false);
  });
}

for (const code of ["pcsc-unavailable", "pcsc-denied", "no-reader", "no-reader-in-remote-session"]) {
  test(`${code}: the program is there, the reader is what is missing, and the site's page helps`, async () => {
    const { missing, download, states } = await find(() => hear("failure", failure(code)));

    assert.deepEqual([missing, download], ["reader", "/get"]);
    assert.deepEqual(states, { extension: "ok", host: "ok", reader: "missing", card: "later" });
  });
}

for (const [told, missing, states] of [
  [{ readers: 1, cards: 1 }, undefined, { reader: "ok", card: "ok" }],
  [{ readers: 2, cards: 0 }, "card", { reader: "ok", card: "missing" }],
  [{ readers: 0, cards: 0 }, "reader", { reader: "missing", card: "later" }],
  [{}, undefined, { reader: "unknown", card: "unknown" }],
]) {
  test(`told ${JSON.stringify(told)}, ${missing ?? "nothing"} is missing`, async () => {
    const found = await find(() => hear("success", { result: { extension: "0.1.0", host: "0.1.0", ...told } }));

    assert.equal(found.missing, missing);
    assert.deepEqual(found.states, { extension: "ok", host: "ok", ...states });
    assert.equal(found.status.host, "0.1.0");
  });
}

test("a page that may not ask is told why; nothing is called missing that may be there", async () => {
  page.isSecureContext = false;

  const { missing, states, error } = await find(() => {});

  assert.deepEqual([missing, states.extension, error.code], [undefined, "unknown", "origin-denied"]);
});

test("a program that is slow to start is not called missing: 1.5 s, then what it says", async () => {
  const { states, missing, settled: later } = await find(() => {
    hear("ack");
    mock.timers.tick(1500);
  });
  hear("success", { result: { extension: "0.1.0", host: "0.1.0", readers: 1, cards: 1 } });

  assert.deepEqual([states.host, missing], ["checking", undefined]);
  assert.equal((await later).states.card, "ok");
});

test("an abort rejects with the page's own reason, and a slow program's end disturbs nobody", async () => {
  const abort = new AbortController();
  const found = findMissing({ signal: abort.signal });
  abort.abort(new Error("left"));

  await assert.rejects(found, { message: "left" });
  mock.timers.tick(60_000);
  await settled();
});

for (const [agent, browser, system] of [
  [CHROME, "chrome", "linux"],
  [EDGE, "edge", "windows"],
  [FIREFOX, "firefox", "mac"],
  [SAFARI, "other", "mac"],
  [PHONE, "other", "other"],
  [CHROMEBOOK, "chrome", "other"],
]) {
  test(`${agent.slice(12, 50)}… is ${browser} on ${system}, and gets its own download`, () => {
    assert.deepEqual([browserIn(agent), systemIn(agent)], [browser, system]);
    assert.equal(downloadFor("extension", LINKS, agent), browser === "other" ? "/get" : `/get/${browser}`);
    assert.equal(downloadFor("host", LINKS, agent), system === "other" ? "/get" : `/get/${system}`);
  });
}

test("no address is built in: a site that gives none offers none", () => {
  assert.equal(downloadFor("extension", undefined, CHROME), undefined);
  assert.equal(downloadFor("host", { host: {} }, EDGE), undefined);
  assert.equal(downloadFor("card", LINKS, EDGE), "/get");
});

test("an extension that was not heard after 1.5 s is not called there: the browser may slow the page down", async () => {
  const { states, missing, settled: later } = await find(() => mock.timers.tick(1500));
  mock.timers.tick(700);

  assert.deepEqual([states, missing], [{ extension: "checking", host: "later", reader: "later", card: "later" }, undefined]);
  assert.equal((await later).missing, "extension");
});

test("behind another page nothing is known yet; looked at, it is", async () => {
  document.look("hidden");
  const { states, settled: later } = await find(() => mock.timers.tick(1500));
  document.look("visible");
  await settled();
  hear("success", { result: { extension: "0.1.0", host: "0.1.0", readers: 1, cards: 1 } });

  assert.equal(states.extension, "checking");
  assert.equal((await later).states.card, "ok");
});

const MISSING = { request: undefined };

for (const code of Object.keys(catalogueForPeople(readJson("native-host/EidBridge.Protocol/errors.json")))) {
  test(`${code} is about one part, and the page library names the one that the extension names`, async () => {
    const { missing, error } = await find(() => {
      hear("ack");
      hear("failure", failure(code));
    });
    const part = partOf(code);

    assert.ok(isKnownCode(code));
    assert.deepEqual([missing, error.code], [part in MISSING ? undefined : part, code]);
  });
}
