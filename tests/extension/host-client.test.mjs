import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { ask } from "../../extension/background/host-client.js";
import { helloFromFrame } from "../../extension/background/host-frames.js";
import { planCard, planStatus } from "../../extension/background/requests.js";
import { fakePort, HELLO, NONCE, ORIGIN, TOKEN, WEB_EID_HELLO } from "./fakes.mjs";

const REQUEST = {
  command: "authenticate",
  standard: { challengeNonce: NONCE },
  ours: {},
  language: "nl",
  userInteractionTimeout: 120_000,
};
const plan = (hello) => planCard(hello, REQUEST, ORIGIN);

let port;
let sentence;
let progress;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  port = fakePort();
  sentence = undefined;
  progress = [];
});

function begin(options = {}) {
  return ask(plan, {
    connect: () => port,
    disconnectReason: () => sentence,
    onProgress: (state) => progress.push(state),
    ...options,
  });
}

const code = (expected) => ({ name: "BridgeFailure", code: expected });

test("the host speaks first: nothing is sent before its version", () => {
  void begin().catch(() => {});

  assert.deepEqual(port.sent, []);
  port.says(HELLO);
  assert.deepEqual(port.sent, [
    {
      command: "authenticate",
      arguments: {
        challengeNonce: NONCE,
        origin: ORIGIN,
        lang: "nl",
        eidbridge: { progress: true, userInteractionTimeout: 120_000 },
      },
    },
  ]);
});

test("a host that did not announce eidbridge gets Web eID's arguments only", () => {
  void begin().catch(() => {});
  port.says(WEB_EID_HELLO);

  assert.deepEqual(port.sent[0].arguments, { challengeNonce: NONCE, origin: ORIGIN, lang: "nl" });
});

test("what only our host can do is not asked of another", async () => {
  const identity = (hello) => planCard(hello, { ...REQUEST, command: "get-identity", standard: {} }, ORIGIN);
  const asked = ask(identity, { connect: () => port, disconnectReason: () => undefined });
  port.says(WEB_EID_HELLO);

  await assert.rejects(asked, code("version-mismatch"));
  assert.deepEqual(port.sent, []);
});

test("an answer resolves, with progress before it, and the port is closed", async () => {
  const asked = begin();
  port.says(HELLO);
  port.says({ progress: { state: "waiting-for-card" } });
  port.says(TOKEN);

  assert.deepEqual((await asked).answer, TOKEN);
  assert.deepEqual(progress, ["waiting-for-card"]);
  assert.equal(port.disconnected, true);
});

test("a host that never says its version is silent after 5 s", async () => {
  const asked = begin();
  mock.timers.tick(4999);
  assert.equal(port.disconnected, false);
  mock.timers.tick(1);

  await assert.rejects(asked, code("host-silent"));
  assert.equal(port.disconnected, true);
});

test("a host of ours that hangs is silent 10 s after the person's time", async () => {
  const asked = begin();
  port.says(HELLO);
  mock.timers.tick(129_999);
  assert.equal(port.disconnected, false);
  mock.timers.tick(1);

  await assert.rejects(asked, code("host-silent"));
});

for (const [command, named, afterMs, said] of [
  ["authenticate", 30_000, 33_000, "host-silent"],
  ["authenticate", undefined, 123_000, "user-timeout"],
  ["get-signing-certificate", 30_000, 63_000, "host-silent"],
  ["get-signing-certificate", undefined, 243_000, "user-timeout"],
  ["sign", 30_000, 63_000, "host-silent"],
  ["sign", undefined, 243_000, "user-timeout"],
]) {
  test(`${command} for a Web eID page that names ${named} ms: no window stands when the page has given up: ${said}`, async () => {
    const request = { ...REQUEST, command, dialect: "web-eid", userInteractionTimeout: named };
    const asked = ask((hello) => planCard(hello, request, ORIGIN), { connect: () => port, disconnectReason: () => undefined });
    port.says(HELLO);
    mock.timers.tick(afterMs - 1);
    assert.equal(port.disconnected, false);
    mock.timers.tick(1);

    await assert.rejects(asked, code(said));
  });
}

test("Web eID's own app is sent 8192 bytes at most, and ours what it needs", async () => {
  const long = { ...REQUEST, command: "sign", standard: { certificate: "é".repeat(4096), hash: "SEFTSA==", hashFunction: "SHA-384" } };

  assert.throws(() => planCard(WEB_EID_HELLO, long, ORIGIN), code("message-too-large"));
  assert.equal(planCard(HELLO, long, ORIGIN).request.command, "sign");
});

test("a page that names no time leaves it to the host, which has 240 s at most", async () => {
  const unlimited = (hello) => planCard(hello, { ...REQUEST, userInteractionTimeout: undefined }, ORIGIN);
  const asked = ask(unlimited, { connect: () => port, disconnectReason: () => undefined });
  port.says(HELLO);
  assert.deepEqual(JSON.parse(JSON.stringify(port.sent[0].arguments.eidbridge)), { progress: true });
  mock.timers.tick(249_999);
  assert.equal(port.disconnected, false);
  mock.timers.tick(1);

  await assert.rejects(asked, code("host-silent"));
});

const SIGNING = { progress: { state: "signing" } };

test("a signature takes the card 30 s at most: an answer that the browser swallowed is not waited for longer", async () => {
  const asked = begin();
  port.says(HELLO);
  mock.timers.tick(20_000);
  port.says(SIGNING);
  mock.timers.tick(29_999);
  assert.equal(port.disconnected, false);
  mock.timers.tick(1);

  await assert.rejects(asked, code("host-silent"));
  assert.equal(port.disconnected, true);
});

test("after a wrong PIN it is the person's time again, and it is still the same", async () => {
  const asked = begin();
  port.says(HELLO);
  port.says(SIGNING);
  mock.timers.tick(2000);
  port.says({ progress: { state: "waiting-for-pin", triesLeft: 2 } });
  mock.timers.tick(127_999);
  assert.equal(port.disconnected, false);
  mock.timers.tick(1);

  await assert.rejects(asked, code("host-silent"));
});

test("whoever reads that the PIN is blocked has the whole time of a person: 247 s later the answer still arrives", async () => {
  const patient = (hello) => planCard(hello, { ...REQUEST, userInteractionTimeout: undefined }, ORIGIN);
  const asked = ask(patient, { connect: () => port, disconnectReason: () => undefined });
  port.says(HELLO);
  port.says(SIGNING);
  mock.timers.tick(2000);
  port.says({ progress: { state: "stopped" } });
  mock.timers.tick(247_000);
  port.says({ error: { code: "ERR_WEBEID_NATIVE_FATAL", eidbridge: { code: "pin-blocked", triesLeft: 0 } } });

  await assert.rejects(asked, { ...code("pin-blocked"), triesLeft: 0 });
});

test("a state of a newer host is told as it is, and ends the card's 30 s like any other", async () => {
  const asked = begin();
  port.says(HELLO);
  port.says(SIGNING);
  port.says({ progress: { state: "dancing" } });
  mock.timers.tick(100_000);
  port.says(TOKEN);

  assert.deepEqual((await asked).answer, TOKEN);
  assert.deepEqual(progress, ["signing", "dancing"]);
});

test("a host that goes on signing for ever is ended by the person's time", async () => {
  const asked = begin();
  port.says(HELLO);
  for (let passed = 0; passed < 130_000; passed += 10_000) {
    port.says(SIGNING);
    mock.timers.tick(10_000);
  }

  await assert.rejects(asked, code("host-silent"));
});

test("a Web eID host has no limit of its own: the person's time ends it", async () => {
  const asked = begin();
  port.says(WEB_EID_HELLO);
  mock.timers.tick(120_000);

  await assert.rejects(asked, code("user-timeout"));
});

test("status and quit must be answered within 5 s", async () => {
  const asked = ask((hello) => planStatus(hello, true), { connect: () => port, disconnectReason: () => undefined });
  port.says(HELLO);
  assert.deepEqual(port.sent, [{ command: "status", arguments: {} }]);
  mock.timers.tick(5000);

  await assert.rejects(asked, code("host-silent"));
});

for (const [what, frame, expected] of [
  ["an object without a version", { hello: "world" }, "host-crashed"],
  ["a version that is no SemVer", { version: "two" }, "host-crashed"],
  ["a string", "2.9.0", "host-crashed"],
  ["null", null, "host-crashed"],
  ["a list", [HELLO], "host-crashed"],
  ["a major version older than Web eID 2", { version: "1.9.9" }, "version-mismatch"],
  [
    "an error at once",
    { error: { code: "ERR_WEBEID_NATIVE_FATAL", eidbridge: { code: "configuration-refused" } } },
    "configuration-refused",
  ],
]) {
  test(`first frame is ${what}: ${expected}`, async () => {
    const asked = begin();
    port.says(frame);

    await assert.rejects(asked, code(expected));
    assert.deepEqual(port.sent, []);
  });
}

for (const [what, frame, expected] of [
  ["null", null, "host-crashed"],
  ["a number", 7, "host-crashed"],
  ["an empty error", { error: {} }, "internal-error"],
  ["an error that is a string", { error: "no" }, "internal-error"],
  ["our code", { error: { code: "ERR_WEBEID_NATIVE_FATAL", eidbridge: { code: "no-card" } } }, "no-card"],
  ["Web eID's cancel", { error: { code: "ERR_WEBEID_USER_CANCELLED", message: "x" } }, "user-cancelled"],
  ["Web eID's fatal", { error: { code: "ERR_WEBEID_NATIVE_FATAL", message: "x" } }, "internal-error"],
]) {
  test(`answer is ${what}: ${expected}`, async () => {
    const asked = begin();
    port.says(HELLO);
    port.says(frame);

    await assert.rejects(asked, code(expected));
    assert.equal(port.disconnected, true);
  });
}

test("tries left come along", async () => {
  const asked = begin();
  port.says(HELLO);
  port.says({ error: { code: "ERR_WEBEID_NATIVE_FATAL", eidbridge: { code: "pin-blocked", triesLeft: 0 } } });

  await assert.rejects(asked, { code: "pin-blocked", triesLeft: 0 });
});

test("a second answer, a late one and an exit after it change nothing", async () => {
  const asked = begin();
  port.says(HELLO);
  port.says(TOKEN);
  port.says({ error: { code: "ERR_WEBEID_NATIVE_FATAL" } });
  port.dies();
  mock.timers.tick(1_000_000);

  assert.deepEqual((await asked).answer, TOKEN);
});

test("an answer after the limit changes nothing", async () => {
  const asked = begin();
  mock.timers.tick(5000);
  port.says(HELLO);

  await assert.rejects(asked, code("host-silent"));
  assert.deepEqual(port.sent, []);
});

test("a host that exits early is named by the browser's sentence", async () => {
  sentence = "Access to the specified native messaging host is forbidden.";
  const asked = begin();
  port.dies();

  await assert.rejects(asked, code("host-forbidden"));
});

test("a host that exits after its version has crashed", async () => {
  sentence = "Native host has exited.";
  const asked = begin();
  port.says(HELLO);
  port.dies();

  await assert.rejects(asked, code("host-crashed"));
});

test("a browser that throws on connecting is understood too", async () => {
  const asked = begin({
    connect: () => {
      throw new Error("No such native application be.eidbridge.host");
    },
  });

  await assert.rejects(asked, code("host-missing"));
});

test("giving up closes the port at once", async () => {
  const abort = new AbortController();
  const asked = begin({ signal: abort.signal });
  port.says(HELLO);
  abort.abort();

  assert.equal(port.disconnected, true);
  await assert.rejects(asked, code("user-cancelled"));
});

test("given up before it began: no host is started", async () => {
  let started = 0;
  const asked = begin({
    signal: AbortSignal.abort(),
    connect: () => {
      started += 1;
      return port;
    },
  });

  await assert.rejects(asked, code("user-cancelled"));
  assert.equal(started, 0);
});

test("a host of a later protocol is not spoken to as one of ours", () => {
  const hello = { version: "2.9.0", eidbridge: { version: "9.0.0", protocol: 2 } };

  assert.throws(() => helloFromFrame(hello), { code: "version-mismatch" });
});
