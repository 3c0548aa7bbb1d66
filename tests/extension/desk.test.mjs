import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createCancels } from "../../extension/background/cancels.js";
import { createDesk } from "../../extension/background/desk.js";
import { BridgeFailure } from "../../extension/background/failure.js";
import { createKnownSites } from "../../extension/background/known-sites.js";
import { fakeArea, HELLO, NONCE, ORIGIN, settled, TOKEN } from "./fakes.mjs";

let now;
let tab;
let focused;
let settings;
let asked;
let hostAnswers;
let desk;

beforeEach(() => {
  now = 1_000_000;
  tab = { active: true, windowId: 3 };
  focused = true;
  settings = { allowedOrigins: [], allowHttpLocalhost: true, minimumHostVersion: undefined };
  asked = [];
  hostAnswers = async ({ command }) => (command === "authenticate" ? TOKEN : {});
  desk = createDesk({
    ask: async (plan, caller) => {
      const { request } = plan(HELLO);
      asked.push(request);
      return { hello: HELLO, answer: await hostAnswers(request, caller) };
    },
    readSettings: async () => settings,
    cancels: createCancels(fakeArea(), () => now),
    knownSites: createKnownSites(fakeArea()),
    browser: { tab: async () => tab, window: async () => ({ focused }), now: () => now },
    version: "0.1.0",
    language: "en",
  });
});

const sender = (more = {}) => ({ tab: { id: 7, incognito: false }, frameId: 0, url: `${ORIGIN}/login?x#y`, origin: ORIGIN, documentLifecycle: "active", ...more });
const caller = () => ({ onProgress: () => {}, signal: new AbortController().signal });
const message = (command, presence = {}, given = {}) => ({
  dialect: "eidbridge", command,
  arguments: { challengeNonce: NONCE, lang: "nl", ...given },
  presence: { used: true, gestureAt: now - 60_000, visible: true, ...presence },
});
const authenticate = (presence, from = sender(), by = caller()) => desk.serve(from, message("authenticate", presence), by);
const status = (from = sender()) => desk.serve(from, message("status"), caller());
const code = (expected) => ({ code: expected });
const failing = (expected) => async () => { throw new BridgeFailure(expected); };

test("the origin is the sender's; one in the message is not even read", async () => {
  const request = message("authenticate", {}, { origin: "https://bank.example" });
  await desk.serve(sender(), { ...request, origin: "https://bank.example" }, caller());

  assert.equal(asked[0].arguments.origin, ORIGIN);
});

for (const [what, from] of [
  ["a frame in the page", { frameId: 4 }],
  ["a page over http", { url: "http://doctor.example/", origin: "http://doctor.example" }],
  ["a file", { url: "file:///tmp/a.html", origin: "null" }],
  ["a sandboxed page", { origin: "null" }],
  ["an address by number", { url: "http://127.0.0.1/", origin: "http://127.0.0.1" }],
  ["a name that only starts like localhost", { url: "http://localhost.evil.example/", origin: "http://localhost.evil.example" }],
  ["no tab", { tab: undefined }],
  ["a name too long to be read", { url: `https://${"a".repeat(260)}/`, origin: `https://${"a".repeat(260)}` }],
]) {
  test(`${what} is refused and no host is started`, async () => {
    await assert.rejects(authenticate({}, sender(from)), code("origin-denied"));
    await assert.rejects(status(sender(from)), code("origin-denied"));
    assert.deepEqual(asked, []);
  });
}

test("http://localhost is for developers, until a policy says no", async () => {
  const local = sender({ url: "http://localhost:5080/", origin: "http://localhost:5080" });
  await authenticate({}, local);
  assert.equal(asked[0].arguments.origin, "http://localhost:5080");

  settings.allowHttpLocalhost = false;
  await assert.rejects(authenticate({}, local), code("origin-denied"));
});

test("a policy's list of sites closes all others", async () => {
  settings.allowedOrigins = ["https://portal.example.be"];

  await assert.rejects(authenticate(), code("origin-denied"));
});

for (const [what, given, expected] of [
  ["a nonce of 43 characters", { challengeNonce: "a".repeat(43) }, "invalid-request"],
  ["a nonce of 129 characters", { challengeNonce: "a".repeat(129) }, "invalid-request"],
  ["a nonce that is an object", { challengeNonce: {} }, "invalid-request"],
  ["no nonce", { challengeNonce: undefined }, "invalid-request"],
  ["a time that is no number", { userInteractionTimeout: "1" }, "invalid-request"],
  ["a time below zero", { userInteractionTimeout: -1 }, "invalid-request"],
]) {
  test(`${what} is refused before a host is started`, async () => {
    await assert.rejects(desk.serve(sender(), message("authenticate", {}, given), caller()), code(expected));
    assert.deepEqual(asked, []);
  });
}

test("a page may ask for at most 240 s", async () => {
  await desk.serve(sender(), message("authenticate", {}, { userInteractionTimeout: 9e9 }), caller());

  assert.equal(asked[0].arguments.eidbridge.userInteractionTimeout, 240_000);
});

for (const nonsense of [undefined, null, 7, "status", {}, { command: "status" }, { command: "status", arguments: {}, presence: 1 }]) {
  test(`${JSON.stringify(nonsense)} is no request`, async () => {
    await assert.rejects(desk.serve(sender(), nonsense, caller()), code("invalid-request"));
  });
}

test("a command nobody knows is said to be unknown", async () => {
  await assert.rejects(desk.serve(sender(), message("format-disk"), caller()), code("unknown-command"));
});

for (const [what, change] of [
  ["a tab behind another", () => { tab.active = false; return {}; }],
  ["a window behind another", () => { focused = false; return {}; }],
  ["a hidden document", () => ({ presence: { visible: false } })],
  ["a page being prerendered", () => ({ from: sender({ documentLifecycle: "prerender" }) })],
]) {
  test(`${what} cannot ask for the card`, async () => {
    const { presence, from } = change();

    await assert.rejects(authenticate(presence, from), code("not-visible"));
    assert.deepEqual(asked, []);
  });
}

test("a click of the last 5 s proves that the page is in front, without a focused window", async () => {
  focused = false;

  assert.deepEqual(await authenticate({ gestureAt: now - 4999 }), TOKEN);
  await assert.rejects(authenticate({ gestureAt: now - 5000 }), code("not-visible"));
});

test("a click in the future proves nothing", async () => {
  focused = false;

  await assert.rejects(authenticate({ gestureAt: now + 1000 }), code("not-visible"));
});

test("a page nobody has used cannot ask for the card", async () => {
  await assert.rejects(authenticate({ used: false, gestureAt: 0 }), code("gesture-needed"));
  assert.deepEqual(asked, []);
});

test("status needs no click and no visible tab", async () => {
  tab.active = false;

  assert.deepEqual(await status(), { extension: "0.1.0", host: "0.1.0" });
});

test("after a Cancel only a new click opens the window again", async () => {
  hostAnswers = failing("user-cancelled");
  await assert.rejects(authenticate(), code("user-cancelled"));
  hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: now }), code("gesture-needed"));
  now += 10;
  assert.deepEqual(await authenticate({ gestureAt: now }), TOKEN);
});

test("three cancels close the tab's door; another tab's is open", async () => {
  hostAnswers = failing("user-cancelled");
  for (let i = 0; i < 3; i += 1) {
    now += 10;
    await assert.rejects(authenticate({ gestureAt: now }), code("user-cancelled"));
  }
  hostAnswers = async () => TOKEN;
  now += 10;

  await assert.rejects(authenticate({ gestureAt: now }), code("refused-after-cancels"));
  assert.deepEqual(await authenticate({ gestureAt: now }, sender({ tab: { id: 8 } })), TOKEN);
});

test("a login forgets the cancels before it", async () => {
  for (const outcome of ["no", "no", "yes", "no", "no"]) {
    hostAnswers = outcome === "no" ? failing("user-cancelled") : async () => TOKEN;
    now += 10;
    await authenticate({ gestureAt: now }).catch(() => {});
  }
  hostAnswers = async () => TOKEN;
  now += 10;

  assert.deepEqual(await authenticate({ gestureAt: now }), TOKEN);
});

test("a page that gives up and asks again needs a new click, and is not counted as a Cancel", async () => {
  const gestureAt = now - 100;
  for (let i = 0; i < 5; i += 1) {
    const abort = new AbortController();
    hostAnswers = async () => { abort.abort(); throw new BridgeFailure("user-cancelled"); };
    const by = { onProgress: () => {}, signal: abort.signal };
    await assert.rejects(authenticate({ gestureAt: gestureAt + i }, sender(), by), code("user-cancelled"));
  }
  hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: gestureAt + 4 }), code("gesture-needed"));
  assert.deepEqual(await authenticate({ gestureAt: gestureAt + 5 }), TOKEN);
});

test("a window nobody answered does not come back by itself", async () => {
  hostAnswers = failing("user-timeout");
  await assert.rejects(authenticate({ gestureAt: now }), code("user-timeout"));
  hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: now }), code("gesture-needed"));
  now += 1;
  assert.deepEqual(await authenticate({ gestureAt: now }), TOKEN);
});

test("one window at a time for a tab and for a site; afterwards the next", async () => {
  let finish;
  hostAnswers = () => new Promise((resolve) => { finish = () => resolve(TOKEN); });
  const first = authenticate();
  await settled();

  await assert.rejects(authenticate(), code("busy"));
  await assert.rejects(authenticate({}, sender({ tab: { id: 8 } })), code("busy"));
  const other = { url: "https://other.example/", origin: "https://other.example" };
  await assert.rejects(authenticate({}, sender(other)), code("busy"));
  finish();
  assert.deepEqual(await first, TOKEN);

  hostAnswers = async () => TOKEN;
  assert.deepEqual(await authenticate(), TOKEN);
});

test("a failure frees the tab", async () => {
  hostAnswers = failing("host-crashed");
  await assert.rejects(authenticate(), code("host-crashed"));
  hostAnswers = async () => TOKEN;

  assert.deepEqual(await authenticate(), TOKEN);
});

test("a token with a field missing or empty is not handed on", async () => {
  for (const name of Object.keys(TOKEN)) {
    hostAnswers = async () => ({ ...TOKEN, [name]: "" });
    await assert.rejects(authenticate(), code("host-crashed"));
  }
});

test("only the token's own fields reach the page", async () => {
  const lists = { unverifiedIntermediateCertificates: ["Q0E="], unverifiedSigningCertificates: [{ certificate: "Uw==" }] };
  hostAnswers = async () => ({ ...TOKEN, ...lists, nationalNumber: "x" });

  assert.deepEqual(await authenticate(), { ...TOKEN, ...lists });
});

test("readers and cards are for sites where this person has logged in, as numbers", async () => {
  hostAnswers = async ({ command }) => (command === "authenticate" ? TOKEN : { readers: [{ name: "A", card: true }, { name: "B", card: false }] });
  await status();
  assert.equal(asked[0].command, "quit");

  await authenticate();
  assert.deepEqual(await status(), { extension: "0.1.0", host: "0.1.0", readers: 2, cards: 1 });
});

test("a login in a private window leaves no trace in the list of sites", async () => {
  await authenticate({}, sender({ tab: { id: 7, incognito: true } }));
  await status();

  assert.equal(asked[1].command, "quit");
});

test("a page that polls starts one host a second", async () => {
  await Promise.all([status(), status(), status()]);
  assert.equal(asked.length, 1);

  now += 1000;
  await status();
  assert.equal(asked.length, 2);
});

test("a policy's oldest host version is kept to", async () => {
  settings.minimumHostVersion = "0.1.1";
  await assert.rejects(status(), code("version-mismatch"));
  await assert.rejects(authenticate(), code("version-mismatch"));

  settings.minimumHostVersion = "0.1.0";
  now += 1000;
  assert.deepEqual(await authenticate(), TOKEN);
});

test("a Web eID page gets versions in its own words", async () => {
  const request = { ...message("status", {}, { libraryVersion: "2.1.0" }), dialect: "web-eid" };

  assert.deepEqual(await desk.serve(sender(), request, caller()), {
    library: "2.1.0", extension: "2.5.0+eidbridge.0.1.0", nativeApp: "2.9.0+eidbridge.0.1.0",
  });
});
