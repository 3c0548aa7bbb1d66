import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import {
  authenticate,
  BridgeError,
  getIdentity,
  getSigningCertificate,
  LIBRARY_VERSION,
  sign,
  status,
} from "../../extension/page/eidbridge.js";
import { fakeDocument, fakeWindow, NONCE, ORIGIN, readJson, settled, TOKEN } from "./fakes.mjs";

const ERRORS = readJson("native-host/EidBridge.Protocol/errors.json");

let page;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  page = fakeWindow();
  globalThis.window = page;
  globalThis.document = fakeDocument();
  globalThis.location = { origin: ORIGIN };
  Object.defineProperty(globalThis, "navigator", { value: { language: "nl-BE" }, configurable: true });
});

/** Two limits of 700 ms, one after the other. */
function passAckTime() {
  mock.timers.tick(700);
  mock.timers.tick(700);
}
const lastPosted = () => page.posted.at(-1).data;
/** An answer of the extension to the last request, unless told otherwise. */
const hear = (type, more = {}, from = {}) =>
  page.emit("message", {
    source: page,
    origin: ORIGIN,
    data: { type: `eidbridge:request-${type}`, id: page.posted[0].data.id, ...more },
    ...from,
  });

test("a request carries its own random id and is posted to this very origin", () => {
  void status({ lang: "nl" }).catch(() => {});
  void status({ lang: "nl" }).catch(() => {});

  const [first, second] = page.posted;
  assert.equal(first.target, ORIGIN);
  assert.deepEqual(
    { ...first.data, id: "" },
    { type: "eidbridge:request", id: "", command: "status", arguments: { lang: "nl" } },
  );
  assert.match(first.data.id, /^[0-9a-f]{32}$/);
  assert.notEqual(first.data.id, second.data.id);
});

test("no extension is known within 1.5 s, in the person's language", async () => {
  for (const lang of ["nl", "fr", "de", "en"]) {
    const asked = status({ lang });
    passAckTime();
    const { text, help, webEid } = ERRORS["extension-missing"];

    await assert.rejects(asked, {
      name: "BridgeError",
      code: "extension-missing",
      webEid,
      message: `${text[lang]} ${help[lang]}`,
      help: help[lang],
    });
  }
  assert.equal(page.listening("message"), 0);
});

for (const [code, ask] of [
  ["origin-denied", (lang) => status({ lang })],
  [
    "host-silent",
    (lang) => {
      const asked = status({ lang });
      hear("ack", { id: lastPosted().id });
      mock.timers.tick(60_000);
      return asked;
    },
  ],
]) {
  test(`${code} is said as the catalogue says it, in the person's language`, async () => {
    page.isSecureContext = code !== "origin-denied";
    for (const lang of ["nl", "fr", "de", "en"]) {
      const { text, help, webEid } = ERRORS[code];

      await assert.rejects(ask(lang), { code, webEid, message: `${text[lang]} ${help[lang]}` });
    }
  });
}

test("a language we do not have is answered in English", async () => {
  const asked = status({ lang: "pl" });
  passAckTime();

  await assert.rejects(asked, { message: new RegExp(`^${ERRORS["extension-missing"].text.en}`) });
});

test("asked in no language, the browser's is used", async () => {
  const asked = status();
  passAckTime();

  await assert.rejects(asked, { message: new RegExp(`^${ERRORS["extension-missing"].text.nl}`) });
});

test("a page too busy to hear the answer in the first limit still hears it", async () => {
  const asked = status();
  mock.timers.tick(700);
  hear("ack");
  passAckTime();
  hear("success", { result: { extension: "0.1.0", host: "0.1.0" } });

  assert.equal((await asked).host, "0.1.0");
});

test("a page behind another one asks for its status when it is looked at, with all its time", async () => {
  document.look("hidden");
  const asked = status();
  mock.timers.tick(600_000);
  await settled();
  assert.deepEqual(page.posted, []);

  document.look("visible");
  await settled();
  hear("ack");
  hear("success", { result: { extension: "0.1.0", host: "0.1.0" } });
  assert.equal((await asked).host, "0.1.0");
});

test("a page that is never looked at can give up", async () => {
  document.look("hidden");
  const abort = new AbortController();
  const asked = status({ signal: abort.signal });
  abort.abort(new Error("left"));

  await assert.rejects(asked, { message: "left" });
  document.look("visible");
  await settled();
  assert.deepEqual(page.posted, []);
});

test("a hidden page that may not ask hears so at once; a login does not wait to be seen", async () => {
  document.look("hidden");
  void authenticate(NONCE).catch(() => {});
  assert.equal(page.posted.length, 1);

  page.isSecureContext = false;
  await assert.rejects(status(), { code: "origin-denied" });
});

test("status adds this library's version", async () => {
  const asked = status();
  hear("ack");
  hear("success", { result: { extension: "0.1.0", host: "0.1.0" } });

  assert.deepEqual(await asked, { library: LIBRARY_VERSION, extension: "0.1.0", host: "0.1.0" });
});

test("authenticate tells progress and gives the token", async () => {
  const states = [];
  const asked = authenticate(NONCE, {
    lang: "fr",
    userInteractionTimeout: 60_000,
    onProgress: (state) => states.push(state),
  });
  assert.deepEqual(JSON.parse(JSON.stringify(lastPosted().arguments)), {
    challengeNonce: NONCE,
    lang: "fr",
    userInteractionTimeout: 60_000,
  });
  hear("ack");
  mock.timers.tick(59_000);
  hear("progress", { state: "waiting-for-card" });
  hear("success", { result: TOKEN });

  assert.deepEqual(await asked, TOKEN);
  assert.deepEqual(states, ["waiting-for-card"]);
});

test("a failure is a BridgeError with everything the extension said", async () => {
  const asked = authenticate(NONCE);
  hear("failure", {
    error: { code: "pin-blocked", webEid: "ERR_WEBEID_NATIVE_FATAL", message: "Blocked. Ask.", help: "Ask.", triesLeft: 0 },
  });

  const error = await asked.catch((reason) => reason);
  assert.ok(error instanceof BridgeError);
  assert.deepEqual(
    { ...error, message: error.message },
    {
      name: "BridgeError",
      code: "pin-blocked",
      webEid: "ERR_WEBEID_NATIVE_FATAL",
      message: "Blocked. Ask.",
      help: "Ask.",
      triesLeft: 0,
    },
  );
});

for (const [what, more, from] of [
  ["from a frame in the page", {}, { source: { another: "window" } }],
  ["from another origin", {}, { origin: "https://evil.example" }],
  ["with another id", { id: "0".repeat(32) }, {}],
]) {
  test(`a reply ${what} is not believed`, async () => {
    const asked = authenticate(NONCE);
    hear("ack", more, from);
    hear("success", { result: TOKEN, ...more }, from);
    passAckTime();

    await assert.rejects(asked, { code: "extension-missing" });
  });
}

for (const data of [undefined, null, 7, "eidbridge:request-success", [], { id: {} }]) {
  test(`a message that is ${JSON.stringify(data)} is let pass`, async () => {
    const asked = status();
    page.emit("message", { source: page, origin: ORIGIN, data });
    hear("success", { result: { extension: "1" } });

    assert.equal((await asked).extension, "1");
  });
}

test("an extension that acknowledges and then says nothing is given up, and told so", async () => {
  const asked = status();
  const { id } = lastPosted();
  hear("ack");
  // Policies, the program's start and its answer have their full time before.
  mock.timers.tick(5000 + 5000 + 5000);
  assert.equal(lastPosted().id, id);
  assert.notEqual(lastPosted().type, "eidbridge:cancel");
  mock.timers.tick(1000);

  await assert.rejects(asked, { code: "host-silent", webEid: ERRORS["host-silent"].webEid });
  assert.deepEqual(lastPosted(), { type: "eidbridge:cancel", id });
});

test("the page's limit leaves the person the time that was asked", async () => {
  let over = false;
  const asked = authenticate(NONCE, { userInteractionTimeout: 240_000 }).catch(() => {
    over = true;
  });
  hear("ack");
  mock.timers.tick(259_999);
  await Promise.resolve();
  assert.equal(over, false);
  mock.timers.tick(1);
  await asked;

  assert.equal(over, true);
});

test("an abort tells the extension and rejects with the page's own reason", async () => {
  const abort = new AbortController();
  const asked = authenticate(NONCE, { signal: abort.signal });
  const { id } = lastPosted();
  hear("ack");
  abort.abort(new Error("left the page"));

  await assert.rejects(asked, { message: "left the page" });
  assert.deepEqual(lastPosted(), { type: "eidbridge:cancel", id });
  assert.equal(page.listening("message"), 0);
});

test("aborted before it began: nothing is posted", async () => {
  await assert.rejects(status({ signal: AbortSignal.abort(new Error("no")) }), { message: "no" });
  assert.deepEqual(page.posted, []);
});

for (const [what, change] of [
  [
    "over http",
    () => {
      page.isSecureContext = false;
    },
  ],
  [
    "in a sandbox",
    () => {
      page.origin = "null";
    },
  ],
  [
    "in about:blank, where the extension is not,",
    () => {
      globalThis.location = { origin: "null" };
    },
  ],
]) {
  test(`a page ${what} is told why at once`, async () => {
    change();

    await assert.rejects(status(), { code: "origin-denied", webEid: ERRORS["origin-denied"].webEid });
    assert.deepEqual(page.posted, []);
  });
}

for (const [what, ask, expected] of [
  ["getSigningCertificate", () => getSigningCertificate({ lang: "nl" }), { command: "get-signing-certificate", arguments: {} }],
  [
    "sign",
    () => sign("Q0VSVA==", "SEFTSA==", "SHA-384", { lang: "nl", documentName: "a.pdf" }),
    {
      command: "sign",
      arguments: { certificate: "Q0VSVA==", hash: "SEFTSA==", hashFunction: "SHA-384", documentName: "a.pdf" },
    },
  ],
  [
    "getIdentity",
    () => getIdentity(["surname"], { lang: "nl", files: true }),
    { command: "get-identity", arguments: { fields: ["surname"], files: true } },
  ],
  [
    "authenticate with its issuing CA",
    () => authenticate(NONCE, { lang: "nl", tokenFormat: "web-eid:1.1" }),
    { command: "authenticate", arguments: { challengeNonce: NONCE, tokenFormat: "web-eid:1.1" } },
  ],
]) {
  test(`${what} asks for exactly that and gives what came`, async () => {
    const asked = ask();
    const { command, arguments: given } = JSON.parse(JSON.stringify(lastPosted()));
    assert.deepEqual({ command, arguments: given }, { command: expected.command, arguments: { ...expected.arguments, lang: "nl" } });

    hear("ack");
    hear("success", { result: { one: 1 } });
    assert.deepEqual(await asked, { one: 1 });
  });
}

test("progress tells the tries left beside the state", async () => {
  const heard = [];
  const asked = sign("Q0VSVA==", "SEFTSA==", "SHA-384", { onProgress: (...told) => heard.push(told) });
  hear("ack");
  hear("progress", { state: "waiting-for-pin", triesLeft: 2 });
  hear("success", { result: {} });
  await asked;

  assert.deepEqual(heard, [["waiting-for-pin", { triesLeft: 2 }]]);
});

for (const userInteractionTimeout of [9e9, Infinity, Number.NaN, "soon"]) {
  test(`a time of ${userInteractionTimeout} for the person overflows no timer: nothing is given up before its time`, async () => {
    let ended = false;
    const asked = authenticate(NONCE, { userInteractionTimeout }).catch(() => {
      ended = true;
    });
    hear("ack");
    mock.timers.tick(259_999);
    await settled();
    assert.equal(ended, false);

    mock.timers.tick(1);
    await asked;
    assert.equal(lastPosted().type, "eidbridge:cancel");
  });
}
