import assert from "node:assert/strict";
import { test } from "node:test";
import { logged } from "../../extension/background/host-log.js";
import { mask } from "../../extension/background/masking.js";
import { createMessageLog, MOST_ENTRIES, readLog } from "../../extension/background/message-log.js";
import { lineFor } from "../../extension/options/log-line.js";
import { fakeArea, fakePort, HELLO, NONCE, TOKEN } from "./fakes.mjs";

function makeLog(on = true) {
  const world = { area: fakeArea(), on, now: 0 };
  const log = createMessageLog({ area: world.area, isOn: async () => world.on, now: () => ++world.now });
  return { world, log, entries: () => readLog(world.area) };
}

test("switched off, nothing is kept", async () => {
  const { log, world } = makeLog(false);

  await log.note("page to extension", { command: "status" });

  assert.deepEqual(world.area.values, {});
});

test("switched on, messages are kept in their order with their time", async () => {
  const { log, entries } = makeLog();

  void log.note("page to extension", { command: "status" });
  await log.note("extension to page", { type: "success" });

  assert.deepEqual(await entries(), [
    { at: 1, way: "page to extension", message: { command: "status" } },
    { at: 2, way: "extension to page", message: { type: "success" } },
  ]);
});

test("the log is a ring: the oldest goes first", async () => {
  const { log, entries } = makeLog();
  for (let i = 0; i < MOST_ENTRIES + 3; i += 1) await log.note("host to extension", { triesLeft: i });

  const kept = await entries();

  assert.equal(kept.length, MOST_ENTRIES);
  assert.deepEqual([kept[0].message.triesLeft, kept.at(-1).message.triesLeft], [3, MOST_ENTRIES + 2]);
});

test("switched off, what was kept is gone, and a late message does not bring it back", async () => {
  const { log, world } = makeLog();
  await log.note("page to extension", { command: "status" });

  world.on = false;
  void log.changed();
  await log.note("extension to page", { type: "success" });

  assert.deepEqual(world.area.values, {});
});

test("a storage that is full fails no login", async () => {
  const full = { ...fakeArea(), set: async () => Promise.reject(new Error("QUOTA_BYTES")) };
  const log = createMessageLog({ area: full, isOn: async () => true, now: () => 1 });

  await assert.doesNotReject(log.note("page to extension", { command: "status" }));
});

const SECRETS = {
  nonce: NONCE,
  certificate: "MIIDpzCCAy2gAwIBAgIQMadeUpCertificate",
  signature: "c2lnbmF0dXJlIG9mIGEgbWFkZS11cCBwZXJzb24",
  surname: "Vandermadeup",
  number: "93051822361",
  pin: "4731",
  document: "contract of Jan Vandermadeup.pdf",
};
const POISONED = [
  { command: "authenticate", arguments: { challengeNonce: SECRETS.nonce, lang: "nl", pin: SECRETS.pin } },
  { command: "sign", arguments: { certificate: SECRETS.certificate, hash: SECRETS.nonce, documentName: SECRETS.document } },
  { ...TOKEN, unverifiedCertificate: SECRETS.certificate, signature: SECRETS.signature },
  { type: "success", result: { identity: { surname: SECRETS.surname, nationalNumber: SECRETS.number }, files: { a: SECRETS.certificate } } },
  { code: SECRETS.pin, version: SECRETS.number, state: ` ${SECRETS.pin} `, lang: 4731, [SECRETS.surname]: 4731 },
  { error: { code: "ERR", message: `No card of ${SECRETS.surname}`, eidbridge: { code: "no-card", triesLeft: 2 } } },
  { [SECRETS.pin]: { [SECRETS.number]: [SECRETS.surname, { deep: { deeper: { deepest: { end: { pin: SECRETS.pin } } } } }] } },
  SECRETS.surname,
  [SECRETS.number],
];

test("no PIN, nonce, certificate, signature, number or name gets into the log, wherever it stands", () => {
  const text = JSON.stringify(POISONED.map((message) => mask(message)));

  for (const [what, secret] of Object.entries(SECRETS)) assert.ok(!text.includes(secret), what);
});

test("what a developer needs stays readable", () => {
  assert.deepEqual(mask({ command: "authenticate", arguments: { challengeNonce: NONCE, origin: "https://doctor.example", lang: "nl" } }), {
    command: "authenticate",
    arguments: { challengeNonce: "(44 characters)", origin: "https://doctor.example", lang: "nl" },
  });
  assert.deepEqual(mask(HELLO), HELLO);
  assert.deepEqual(mask({ error: { code: "ERR_WEBEID_NATIVE_FATAL", eidbridge: { code: "pin-blocked", triesLeft: 0 } } }), {
    error: { code: "ERR_WEBEID_NATIVE_FATAL", eidbridge: { code: "pin-blocked", triesLeft: 0 } },
  });
});

test("a conversation with a host is logged in both directions, with the browser's words at its end", async () => {
  const { log, entries } = makeLog();
  const port = fakePort();
  const ask = async (plan, options) => {
    const opened = options.connect("be.eidbridge.host");
    opened.says(HELLO);
    plan(HELLO);
    opened.says({ readers: [{ card: true }] });
    options.disconnectReason(opened);
  };

  const plan = () => ({ request: { command: "status", arguments: {} } });
  await logged(ask, log)(plan, { connect: () => port, disconnectReason: () => "Native host has exited." });
  await log.note("page to extension", {});

  assert.deepEqual((await entries()).slice(0, 4).map(({ way, message }) => [way, message]), [
    ["host to extension", HELLO],
    ["extension to host", { command: "status", arguments: {} }],
    ["host to extension", { readers: [{ card: true }] }],
    ["host gone", { reason: "Native host has exited." }],
  ]);
});

test("an entry is one line with its time of day", () => {
  assert.equal(lineFor({ at: 0, way: "host gone", message: { reason: "x" } }), '00:00:00.000 host gone: {"reason":"x"}');
});

for (const field of [
  ...["type", "dialect", "command", "action", "state", "code", "webEid", "reason", "name", "origin", "lang", "version", "protocol"],
  ...["library", "libraryVersion", "extension", "host", "nativeApp", "format", "tokenFormat", "algorithm", "cryptoAlgorithm"],
  ...["hashFunction", "paddingScheme", "used", "visible", "progress", "card", "files"],
]) {
  test(`a name, a PIN or a number in ${field} is a length, not a text`, () => {
    for (const secret of ["Vandermadeup", "jan vandermadeup", "VANDERMADEUP", "vandermadeup", "93.05.18-223.61", "930518", "4731"]) {
      assert.deepEqual(mask({ [field]: secret }), { [field]: `(${secret.length} characters)` });
    }
  });
}

test("the words of the protocol stay readable, wherever they belong", () => {
  const message = {
    ...{ dialect: "web-eid", command: "sign", action: "web-eid:sign", state: "waiting-for-pin", lang: "nl-BE", tokenFormat: "web-eid:1.1" },
    ...{ version: "2.9.0+eidbridge.0.1.0", library: "0.1.0", nativeApp: "2.9.0+0", cryptoAlgorithm: "ECC", hashFunction: "SHA-384" },
    ...{ paddingScheme: "NONE", reason: "Native host has exited.", origin: "http://localhost:8000" },
  };

  assert.deepEqual(mask(message), message);
});

test("every state of the program stays readable", () => {
  const waiting = ["waiting-for-reader", "waiting-for-card", "waiting-for-pin", "waiting-for-consent"];
  for (const state of [...waiting, "reading-card", "signing", "stopped"]) {
    assert.deepEqual(mask({ progress: { state } }), { progress: { state } });
  }
});
