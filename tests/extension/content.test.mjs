import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import vm from "node:vm";
import { fakeDocument, fakePort, fakeWindow, NONCE, ORIGIN, readJson, readText, settled, TOKEN } from "./fakes.mjs";

const SCRIPT = new vm.Script(readText("extension/content/content.js"));
const ID = "0123456789abcdef0123456789abcdef";
const ERROR = { code: "no-card", webEid: "ERR_WEBEID_NATIVE_FATAL", message: "No card." };

let page;
let ports;
let runtime;
let choice;
let told;
let documentSeen;

beforeEach(() => load());

/** @param {string} origin of the document: "null" in a sandbox */
function load(origin = ORIGIN) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  page = fakeWindow(origin);
  ports = [];
  told = [];
  documentSeen = fakeDocument();
  choice = async () => "auto";
  runtime = {
    id: "ours",
    sendMessage: async (message) => {
      if (message.type === "web-eid-choice") return choice();
      told.push(JSON.parse(JSON.stringify(message)));
      return undefined;
    },
    connect: ({ name }) => {
      const port = Object.assign(fakePort(), { name });
      ports.push(port);
      return port;
    },
  };
  SCRIPT.runInNewContext({
    window: page,
    location: { origin: ORIGIN },
    chrome: { runtime },
    document: documentSeen,
    navigator: { userActivation: { hasBeenActive: true }, language: "de-BE" },
    Date: globalThis.Date,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
  });
}

const say = (data, from = {}) => page.emit("message", { source: page, origin: ORIGIN, data, ...from });
const request = (more = {}) => ({
  type: "eidbridge:request",
  id: ID,
  command: "authenticate",
  arguments: { challengeNonce: NONCE, lang: "nl" },
  ...more,
});
const heard = () => page.posted.map(({ data }) => JSON.parse(JSON.stringify(data)));

test("a request is acknowledged before anything else, to this very origin", () => {
  say(request());

  assert.deepEqual(heard()[0], { type: "eidbridge:request-ack", id: ID });
  assert.equal(page.posted[0].target, ORIGIN);
});

test("only the known arguments are carried, and no origin", () => {
  say(
    request({
      origin: "https://evil.example",
      arguments: { challengeNonce: NONCE, origin: "https://evil.example", lang: "nl", pin: "1234" },
    }),
  );

  assert.equal(ports[0].name, "eidbridge");
  assert.deepEqual(JSON.parse(JSON.stringify(ports[0].sent)), [
    {
      dialect: "eidbridge",
      command: "authenticate",
      arguments: { challengeNonce: NONCE, lang: "nl" },
      presence: { used: true, gestureAt: 0, visible: true },
    },
  ]);
});

test("a Web eID page signs with Web eID's own arguments", async () => {
  choice = async () => "on";
  say({ action: "web-eid:sign", certificate: "Q0VSVA==", hash: "SEFTSA==", hashFunction: "SHA-384", options: { lang: "nl" } });
  await settled();
  ports[0].says({ type: "success", result: { signature: "U0lH" } });

  assert.deepEqual(JSON.parse(JSON.stringify(ports[0].sent[0].arguments)), {
    certificate: "Q0VSVA==",
    hash: "SEFTSA==",
    hashFunction: "SHA-384",
    lang: "nl",
  });
  assert.deepEqual(heard().at(-1), { action: "web-eid:sign-success", signature: "U0lH" });
});

test("a click of the person is told with its time; one made by the page is not", () => {
  mock.timers.setTime(5000);
  page.emit("click", { isTrusted: false });
  say(request());
  mock.timers.setTime(6000);
  page.emit("pointerdown", { isTrusted: true });
  say(request({ id: "second" }));

  assert.deepEqual(
    ports.map((port) => port.sent[0].presence.gestureAt),
    [0, 6000],
  );
});

test("progress and the result are carried back under the page's id", () => {
  say(request());
  ports[0].says({ type: "progress", state: "signing" });
  ports[0].says({ type: "success", result: TOKEN });

  assert.deepEqual(heard().slice(1), [
    { type: "eidbridge:request-progress", id: ID, state: "signing" },
    { type: "eidbridge:request-success", id: ID, result: TOKEN },
  ]);
  assert.equal(ports[0].disconnected, true);
});

test("a failure is carried back", () => {
  say(request());
  ports[0].says({ type: "failure", error: ERROR });

  assert.deepEqual(heard()[1], { type: "eidbridge:request-failure", id: ID, error: ERROR });
});

test("a second reply is not carried", () => {
  say(request());
  ports[0].says({ type: "success", result: TOKEN });
  ports[0].says({ type: "failure", error: ERROR });
  ports[0].dies();

  assert.equal(heard().length, 2);
});

test("a cancel closes the port", () => {
  say(request());
  say({ type: "eidbridge:cancel", id: ID });

  assert.equal(ports[0].disconnected, true);
});

test("a background that ends in mid-request is a failure, not a silence", () => {
  say(request());
  ports[0].dies();

  assert.equal(heard()[1].error.code, "internal-error");
});

test("what the content script must say itself is what the catalogue says, in the language asked for", () => {
  const { text, help, webEid } = readJson("native-host/EidBridge.Protocol/errors.json")["internal-error"];
  for (const [lang, language] of [
    ["nl", "nl"],
    ["fr-BE", "fr"],
    ["de", "de"],
    ["en", "en"],
    ["pl", "en"],
    [undefined, "de"],
  ]) {
    say(request({ id: `in ${lang}`, arguments: { lang } }));
    ports.at(-1).dies();

    const message = `${text[language]} ${help[language]}`;
    assert.deepEqual(heard().at(-1).error, { code: "internal-error", webEid, message, help: help[language] });
  }
});

test("a request without arguments is still carried", () => {
  say(request({ command: "status", arguments: null }));

  assert.equal(ports[0].sent[0].command, "status");
});

test("a value that cannot be sent is a failure, not a silence", () => {
  runtime.connect = () =>
    Object.assign(fakePort(), {
      postMessage: () => {
        throw new TypeError("Could not serialize message.");
      },
    });
  say(request());

  assert.equal(heard()[1].error.code, "internal-error");
});

test("the same id twice is one request", () => {
  say(request());
  say(request());

  assert.equal(ports.length, 1);
});

for (const [what, from] of [
  ["a frame", { source: {} }],
  ["another origin", { origin: "https://evil.example" }],
  ["a sandbox", { origin: "null" }],
]) {
  test(`a message of ${what} is not heard`, () => {
    say(request(), from);

    assert.deepEqual([ports.length, page.posted.length], [0, 0]);
  });
}

for (const data of [
  undefined,
  null,
  7,
  "eidbridge:request",
  [],
  { type: "eidbridge:request" },
  { action: 7 },
  { action: { startsWith: true } },
]) {
  test(`${JSON.stringify(data)} is not heard`, () => {
    say(data);

    assert.deepEqual([ports.length, page.posted.length], [0, 0]);
  });
}

test("an extension that was removed says nothing, so the page learns that it is missing", () => {
  runtime.id = undefined;
  say(request());

  assert.deepEqual(page.posted, []);
});

async function sayWebEid(message, waitMs = 300) {
  say({ libraryVersion: "2.1.0", ...message });
  await settled();
  mock.timers.tick(waitMs);
}

test("a Web eID page is acknowledged within 1 s and gets flat fields", async () => {
  await sayWebEid({
    action: "web-eid:authenticate",
    challengeNonce: NONCE,
    options: { lang: "de", userInteractionTimeout: 9 },
  });
  ports[0].says({ type: "progress", state: "signing" });
  ports[0].says({ type: "success", result: TOKEN });

  assert.deepEqual(JSON.parse(JSON.stringify(ports[0].sent[0].arguments)), {
    challengeNonce: NONCE,
    lang: "de",
    libraryVersion: "2.1.0",
    userInteractionTimeout: 9,
  });
  assert.deepEqual(heard(), [
    { action: "web-eid:authenticate-ack" },
    { action: "web-eid:authenticate-success", ...TOKEN },
  ]);
});

test("a Web eID page gets failures in Web eID's codes, with ours beside", async () => {
  await sayWebEid({ action: "web-eid:status" });
  ports[0].says({ type: "failure", error: { ...ERROR, triesLeft: 2, versions: { extension: "2.5.0" } } });

  assert.deepEqual(heard()[1], {
    action: "web-eid:status-failure",
    error: {
      code: "ERR_WEBEID_NATIVE_FATAL",
      message: "No card.",
      name: "NativeFatalError",
      stack: "NativeFatalError: No card.",
      extension: "2.5.0",
      eidbridge: { code: "no-card", triesLeft: 2 },
    },
  });
});

for (const [webEid, name] of [
  ["ERR_WEBEID_USER_CANCELLED", "UserCancelledError"],
  ["ERR_WEBEID_UNKNOWN_ERROR", "UnknownError"],
  ["ERR_WEBEID_NATIVE_INVALID_ARGUMENT", "NativeInvalidArgumentError"],
]) {
  test(`${webEid} has the name of its class in web-eid.js, ${name}`, async () => {
    await sayWebEid({ action: "web-eid:status" });
    ports[0].says({ type: "failure", error: { ...ERROR, webEid } });

    assert.equal(heard()[1].error.name, name);
  });
}

const look = (state) => documentSeen.look(state);

test("a Web eID page behind another one is acknowledged at once, and its status is asked when it is looked at", async () => {
  look("hidden");
  await sayWebEid({ action: "web-eid:status" });
  assert.deepEqual([heard(), ports.length], [[{ action: "web-eid:status-ack" }], 0]);

  look("visible");
  assert.deepEqual(ports[0].sent[0].presence.visible, true);
  ports[0].says({ type: "success", result: { nativeApp: "2.9.0" } });
  assert.deepEqual(heard().at(-1), { action: "web-eid:status-success", nativeApp: "2.9.0" });

  look("hidden");
  look("visible");
  assert.equal(ports.length, 1);
});

test("a library that gave up and asks again, still unseen, is acknowledged again and asked for once", async () => {
  look("hidden");
  await sayWebEid({ action: "web-eid:status" });
  await sayWebEid({ action: "web-eid:status" });
  look("visible");

  assert.deepEqual([heard().length, ports.length], [2, 1]);
});

test("a page that asks for its status anew as it comes into view is acknowledged, and asked for once", async () => {
  look("hidden");
  await sayWebEid({ action: "web-eid:status" });
  look("visible");
  await sayWebEid({ action: "web-eid:status" });

  const ack = { action: "web-eid:status-ack" };
  assert.deepEqual([heard(), ports.length], [[ack, ack], 1]);
});

test("our second acknowledgement is not taken for another extension's", async () => {
  choice = async () => "alone";
  await sayWebEid({ action: "web-eid:status" }, 0);
  await sayWebEid({ action: "web-eid:status" }, 0);

  assert.deepEqual([heard().length, told, ports[0].disconnected], [2, [], false]);
});

test("a status that its library has given up is not asked any more", async () => {
  look("hidden");
  await sayWebEid({ action: "web-eid:status" });
  mock.timers.tick(7000);
  look("visible");
  assert.equal(ports.length, 0);

  await sayWebEid({ action: "web-eid:status" });
  assert.equal(ports.length, 1);
});

for (const [what, end] of [
  ["left", () => page.emit("pagehide", { persisted: true })],
  ["without its extension", () => delete runtime.id],
]) {
  test(`a status that waited is not asked for a page that is ${what}`, async () => {
    look("hidden");
    await sayWebEid({ action: "web-eid:status" });
    end();
    look("visible");

    assert.equal(ports.length, 0);
  });
}

test("an unseen page's wish for the card does not wait: its window would surprise whoever looks", async () => {
  look("hidden");
  await sayWebEid({ action: "web-eid:authenticate", challengeNonce: NONCE });
  say(request({ command: "status" }));

  assert.deepEqual(
    ports.map((port) => port.sent[0].presence.visible),
    [false, false],
  );
});

test("another extension that answers first keeps the request", async () => {
  await sayWebEid({ action: "web-eid:status" }, 200);
  say({ action: "web-eid:status-ack" });
  mock.timers.tick(1000);

  assert.deepEqual([ports.length, page.posted.length], [0, 0]);
});

test("answers are never answered: no reply loop", async () => {
  for (const action of [
    "web-eid:status-ack",
    "web-eid:status-success",
    "web-eid:status-failure",
    "web-eid:status_FAILURE",
    "web-eid:warning",
  ]) {
    await sayWebEid({ action });
  }

  assert.deepEqual([ports.length, page.posted.length], [0, 0]);
});

for (const [what, answer] of [
  ["switched off", async () => "off"],
  [
    "with no background to ask",
    async () => {
      throw new Error("Could not establish connection.");
    },
  ],
])
test(`${what}, Web eID pages are left alone`, async () => {
  choice = answer;
  await sayWebEid({ action: "web-eid:status" });

  assert.deepEqual([ports.length, page.posted.length], [0, 0]);
});

test("switched on, nobody else is waited for", async () => {
  choice = async () => "on";
  await sayWebEid({ action: "web-eid:status" }, 0);

  assert.deepEqual(heard(), [{ action: "web-eid:status-ack" }]);
});

test("one Web eID request of a kind at a time; a second wish for the card is not heard", async () => {
  for (const action of ["web-eid:status", "web-eid:sign"]) {
    await sayWebEid({ action });
    await sayWebEid({ action });
  }

  assert.equal(ports.length, 2);
  assert.equal(heard().filter(({ action }) => action === "web-eid:sign-ack").length, 1);
});

test("nobody else answered: that is told once, to be remembered", async () => {
  await sayWebEid({ action: "web-eid:status" });

  assert.deepEqual(told, [{ type: "web-eid-heard", other: false }]);
});

test("another extension answered: that is told as well", async () => {
  await sayWebEid({ action: "web-eid:status" }, 200);
  say({ action: "web-eid:status-ack" });

  assert.deepEqual(told, [{ type: "web-eid-heard", other: true }]);
});

test("remembered to be alone, nobody is waited for", async () => {
  choice = async () => "alone";
  await sayWebEid({ action: "web-eid:status" }, 0);

  assert.deepEqual(heard(), [{ action: "web-eid:status-ack" }]);
  assert.deepEqual(told, []);
});

test("the memory was wrong: the other extension gets the request, and ours ends", async () => {
  choice = async () => "alone";
  await sayWebEid({ action: "web-eid:authenticate", challengeNonce: NONCE }, 0);
  say({ action: "web-eid:authenticate-ack" });

  assert.equal(ports[0].disconnected, true);
  assert.deepEqual(heard(), [{ action: "web-eid:authenticate-ack" }]);
  assert.deepEqual(told, [{ type: "web-eid-heard", other: true }]);
});

test("after 300 ms a request is ours, whatever a page says", async () => {
  choice = async () => "alone";
  await sayWebEid({ action: "web-eid:status" });
  say({ action: "web-eid:status-ack" });

  assert.equal(ports[0].disconnected, false);
});

test("switched on, another extension's answer changes nothing", async () => {
  choice = async () => "on";
  await sayWebEid({ action: "web-eid:status" }, 0);
  say({ action: "web-eid:status-ack" });

  assert.equal(ports[0].disconnected, false);
});

test("a sandboxed document gets its refusal from the background; only it can hear it", () => {
  load("null");
  say(request(), { origin: "null" });
  ports[0].says({ type: "failure", error: { ...ERROR, code: "origin-denied" } });

  assert.equal(heard()[1].error.code, "origin-denied");
  assert.deepEqual(
    page.posted.map(({ target }) => target),
    ["*", "*"],
  );
});

test("a background that is slow to say keeps no Web eID page waiting for its second", async () => {
  choice = () => new Promise(() => {});
  await sayWebEid({ action: "web-eid:status" }, 600);
  await settled();
  mock.timers.tick(0);

  assert.deepEqual(heard(), [{ action: "web-eid:status-ack" }]);
});

test("a page that is left closes its port even where the browser keeps it, and hears so when it comes back", () => {
  say(request());
  page.emit("pagehide", { persisted: true });
  const left = heard();
  page.emit("pageshow", { persisted: true });

  assert.equal(ports[0].disconnected, true);
  assert.deepEqual(left, [{ type: "eidbridge:request-ack", id: ID }]);
  assert.equal(heard().at(-1).type, "eidbridge:request-failure");
});

test("a page that is loaded hears nothing of requests, and may ask", () => {
  page.emit("pageshow", { persisted: false });
  say(request());

  assert.deepEqual(heard(), [{ type: "eidbridge:request-ack", id: ID }]);
});

test("a Web eID action that was held for another extension is not asked after its page was left", async () => {
  say({ action: "web-eid:authenticate", challengeNonce: NONCE });
  await settled();
  page.emit("pagehide", { persisted: true });
  mock.timers.tick(1000);
  await settled();

  assert.equal(ports.length, 0);
});

/** The gesture that a request made now would bring. */
function gestureNow() {
  say(request({ id: String(ports.length) }));
  return ports.at(-1).sent[0].presence.gestureAt;
}

for (const [what, events] of [
  ["a press of the mouse", ["pointerdown", "pointerup", "click"]],
  ["Enter on a button", [["keydown", "Enter"], "click"]],
]) {
  test(`${what} is one gesture, at its start`, () => {
    for (const event of events) {
      const [name, key] = [event].flat();
      page.emit(name, { type: name, key, isTrusted: true });
      mock.timers.tick(10);
    }

    assert.equal(gestureNow(), 1000);
  });
}

for (const input of [{ key: "Escape" }, { key: "Tab" }, { key: "Shift" }, { key: "a", repeat: true }]) {
  test(`${JSON.stringify(input)} is no gesture`, () => {
    page.emit("keydown", { type: "keydown", isTrusted: true, ...input });

    assert.equal(gestureNow(), 0);
  });
}

test("a click without a press, as a screen reader makes it, is a gesture; so is the next press", () => {
  page.emit("click", { type: "click", isTrusted: true });
  assert.equal(gestureNow(), 1000);

  mock.timers.tick(10);
  page.emit("pointerdown", { type: "pointerdown", isTrusted: true });
  assert.equal(gestureNow(), 1010);
});
