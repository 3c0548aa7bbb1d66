// One rule of Web eID's protocol (page, content script, background) after the other, each against the extension as built.
// The program behind it is a scripted one: what it says is chosen here, and what it was asked is looked up here.
"use strict";

const KNOWN_CODES = [
  "ACTION_TIMEOUT",
  "USER_TIMEOUT",
  "VERSION_MISMATCH",
  "VERSION_INVALID",
  "EXTENSION_UNAVAILABLE",
  "NATIVE_UNAVAILABLE",
  "UNKNOWN_ERROR",
  "CONTEXT_INSECURE",
  "USER_CANCELLED",
  "NATIVE_INVALID_ARGUMENT",
  "NATIVE_FATAL",
  "ACTION_PENDING",
  "MISSING_PARAMETER",
].map((word) => `ERR_WEBEID_${word}`);

const NONCE = "bm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm8=";
const HELLO = { version: "2.9.0+eidbridge.0.1.0", eidbridge: { version: "0.1.0", protocol: 1 } };
const WEB_EID_HELLO = { version: "2.9.0+0" };
const TOKEN = { unverifiedCertificate: "Q0VSVA==", algorithm: "ES384", signature: "U0lH", format: "web-eid:1.0", appVersion: "https://x/0.1.0" };
const ALGORITHM = { cryptoAlgorithm: "ECC", hashFunction: "SHA-384", paddingScheme: "NONE" };
const CERTIFICATE = { certificate: "Q0VSVA==", supportedSignatureAlgorithms: [ALGORITHM] };
const SIGNATURE = { signature: "U0lH", signatureAlgorithm: ALGORITHM };
const SIGN = { certificate: "Q0VSVA==", hash: "SEFTSA==", hashFunction: "SHA-384" };

const error = (code, eidbridge) => ({ error: { code: `ERR_WEBEID_${code}`, message: "said by the host", ...(eidbridge && { eidbridge: { code: eidbridge } }) } });

/** What the program says when it is started next. */
const host = (second, { first = [HELLO], ...more } = {}) =>
  fetch("/host", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ first: first.map((f) => JSON.stringify(f)), second: second.map((f) => JSON.stringify(f)), ...more }),
  });
const hostHeard = async () => (await fetch("/host")).json();

/** Looks until there is something, and says what there was not. @param {string} what @param {() => any} look */
async function until(what, look, milliseconds = 10_000) {
  for (const end = performance.now() + milliseconds; ; await wait(20)) {
    const found = await look();
    if (found) return found;
    is(performance.now() < end, `${milliseconds} ms were not enough for: ${what}`);
  }
}

/** By then it has put aside what it will say. @param {number} before how many had started */
const started = (before) => until("a program that starts", async () => (await hostHeard()).starts > before);

/** What the program that a call starts is asked; it is written down when the program ends. @param {() => Promise<any>} call */
async function requestOf(call) {
  const { starts } = await hostHeard();
  await call();
  return until("the program's request", async () => (await hostHeard()).requests[starts]);
}

function is(condition, said) {
  if (!condition) throw new Error(said);
}
const same = (found, wanted, what) => is(JSON.stringify(found) === JSON.stringify(wanted), `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);

/** A real click: whoever drives the browser makes it when the page says that it wants one. */
async function click() {
  const { dataset } = document.body;
  document.querySelector("#go").addEventListener("click", () => delete dataset.wants, { once: true });
  dataset.wants = "click";
  await until("a click", () => dataset.wants === undefined);
}

/** One program serves all pages that ask for a status within a second: the next rule is to have its own. */
const freshStatus = () => wait(1050);

/** One call as the library makes it. How fast it is acknowledged is a rule of its own: a busy machine breaks no other. */
const call = (action, more) => webEid(action, more, { ackMs: 5000 });

async function succeed(action, more, answer) {
  await host([answer]);
  await click();
  const asked = await call(action, more);
  is(asked.ack !== undefined, "no acknowledgement");
  same(asked.reply?.data, { action: `${action}-success`, ...answer }, "the reply");
  return asked;
}

async function failure(action, more, code) {
  const { ack, reply } = await call(action, more);
  is(ack !== undefined, "no acknowledgement");
  same(reply?.data.action, `${action}-failure`, "the reply's action");
  same(reply.data.error.code, `ERR_WEBEID_${code}`, "the code");
  return reply.data.error;
}

async function probe(address, attributes = {}) {
  const frame = Object.assign(document.createElement("iframe"), { src: address });
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  let told;
  window.addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow) told ??= data?.probe;
  });
  document.body.append(frame);
  await until(`what a frame with ${address} tells`, () => told);
  frame.remove();
  return told;
}

async function refusedThere(found) {
  same(found.reply?.action, "web-eid:status-failure", "the reply");
  same(found.reply.error.code, "ERR_WEBEID_CONTEXT_INSECURE", "the code");
  same(found.answers, 2, "answers (one acknowledgement, one failure)");
  is(found.quiet, "messages went on after the failure");
}

const plain = new URLSearchParams(location.search).get("plain");

const RULES = {
  "2a status tells library, extension and nativeApp, flat": async () => {
    await host([{}]);
    const { reply } = await call("web-eid:status");
    const { action, library, extension, nativeApp, ...rest } = reply.data;
    same([action, library, nativeApp, rest], ["web-eid:status-success", "2.1.0", HELLO.version, {}], "the reply");
    is(/^2\.\d+\.\d+/.test(extension), `extension ${extension} is no 2.x`);
  },
  "2a versions are SemVer 2.x": async () => {
    await freshStatus();
    const { reply } = await call("web-eid:status");
    const semver = /^2\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
    for (const name of ["extension", "nativeApp"]) is(semver.test(reply.data[name]), `${name} ${reply.data[name]}`);
  },
  "2a authenticate gives the five fields, flat": () => succeed("web-eid:authenticate", { challengeNonce: NONCE }, TOKEN),
  "2a get-signing-certificate gives certificate and algorithms, flat": () => succeed("web-eid:get-signing-certificate", {}, CERTIFICATE),
  "2a sign gives signature and its algorithm, flat": () => succeed("web-eid:sign", SIGN, SIGNATURE),
  "2a fields that the host adds are dropped": async () => {
    await host([{ ...TOKEN, pin: "1234" }]);
    await click();
    const { reply } = await call("web-eid:authenticate", { challengeNonce: NONCE });
    same(reply?.data, { action: "web-eid:authenticate-success", ...TOKEN }, "the reply");
  },
  "2a options lang and userInteractionTimeout reach the host": async () => {
    const options = { lang: "fr", userInteractionTimeout: 30_000 };
    const { arguments: given } = await requestOf(() => succeed("web-eid:authenticate", { challengeNonce: NONCE, options }, TOKEN));
    same([given.lang, given.eidbridge.userInteractionTimeout], ["fr", 30_000], "what the host was asked");
  },
  "2a failure: USER_CANCELLED": async () => {
    await host([error("USER_CANCELLED", "user-cancelled")]);
    await click();
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "USER_CANCELLED");
  },
  "2a after a Cancel a new click is needed, and is enough": async () => {
    await host([error("USER_CANCELLED", "user-cancelled")]);
    await click();
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "USER_CANCELLED");
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "NATIVE_FATAL");
    await succeed("web-eid:authenticate", { challengeNonce: NONCE }, TOKEN);
  },
  "2a failure: USER_TIMEOUT": async () => {
    await host([error("USER_TIMEOUT", "user-timeout")]);
    await click();
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "USER_TIMEOUT");
  },
  "2a failure: NATIVE_FATAL, with our own word beside it": async () => {
    await host([error("NATIVE_FATAL", "pin-blocked")]);
    await click();
    const { eidbridge } = await failure("web-eid:authenticate", { challengeNonce: NONCE }, "NATIVE_FATAL");
    same(eidbridge.code, "pin-blocked", "our code");
  },
  "2a failure: NATIVE_FATAL of Web eID's own app is a known code": async () => {
    await host([error("NATIVE_FATAL")], { first: [WEB_EID_HELLO] });
    await click();
    const { reply } = await call("web-eid:authenticate", { challengeNonce: NONCE });
    is(KNOWN_CODES.includes(reply.data.error.code), reply.data.error.code);
  },
  "2a failure: NATIVE_UNAVAILABLE when the host is missing": async () => {
    await host([], { manifest: "missing" });
    await click();
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "NATIVE_UNAVAILABLE");
  },
  "2a failure: NATIVE_UNAVAILABLE when the host leaves without a word": async () => {
    await host([], { first: [], leaves: true });
    await freshStatus();
    await failure("web-eid:status", {}, "NATIVE_UNAVAILABLE");
  },
  "2a failure: NATIVE_UNAVAILABLE within the page's 6 s, and the person's time once to log in and twice to sign, when the host says nothing": async () => {
    const inTime = ({ sent, reply }, limitMs) => {
      same(reply?.data.error?.code, "ERR_WEBEID_NATIVE_UNAVAILABLE", "the code");
      is(reply.at - sent < limitMs, `after ${Math.round(reply.at - sent)} ms`);
    };
    const { starts } = await hostHeard();
    await host([], { first: [] });
    await freshStatus();
    const status = call("web-eid:status");
    await started(starts);
    // Meanwhile, with one that says its version and then nothing.
    await host([]);
    const options = { userInteractionTimeout: 100 };
    await click();
    inTime(await call("web-eid:authenticate", { challengeNonce: NONCE, options }), 6100);
    await click();
    inTime(await call("web-eid:sign", { ...SIGN, options }), 6200);
    inTime(await status, 6000);
  },
  "2a failure: VERSION_MISMATCH says who must be updated": async () => {
    await host([{}], { first: [{ version: "1.9.0" }] });
    await freshStatus();
    const { requiresUpdate, library, extension, nativeApp } = await failure("web-eid:status", {}, "VERSION_MISMATCH");
    same(requiresUpdate, { extension: false, nativeApp: true }, "requiresUpdate");
    same([library, nativeApp], ["2.1.0", "1.9.0"], "library and nativeApp");
    is(/^2\./.test(extension), extension);
  },
  "2d VERSION_MISMATCH when the page's library is a major version ahead, and a call that failed otherwise": async () => {
    const both = { extension: true, nativeApp: true };
    await host([{}]);
    await freshStatus();
    same((await failure("web-eid:status", { libraryVersion: "3.0.0" }, "VERSION_MISMATCH")).requiresUpdate, both, "requiresUpdate of a status");
    await host([error("NATIVE_FATAL", "no-card")]);
    await click();
    const login = { libraryVersion: "3.0.0", challengeNonce: NONCE };
    same((await failure("web-eid:authenticate", login, "VERSION_MISMATCH")).requiresUpdate, both, "requiresUpdate of a login");
  },
  "2d a Cancel stays a Cancel whatever the versions, and what succeeds succeeds": async () => {
    const login = { libraryVersion: "3.0.0", challengeNonce: NONCE };
    await succeed("web-eid:authenticate", login, TOKEN);
    await host([error("USER_CANCELLED", "user-cancelled")]);
    await click();
    await failure("web-eid:authenticate", login, "USER_CANCELLED");
    await succeed("web-eid:authenticate", login, TOKEN);
  },
  "2d VERSION_INVALID when library or program has no SemVer; a v before the program's is let pass": async () => {
    await host([{}], { first: [{ version: "latest" }] });
    await freshStatus();
    await failure("web-eid:status", {}, "VERSION_INVALID");
    await host([{}], { first: [{ version: "v2.9.0" }] });
    await freshStatus();
    await failure("web-eid:status", { libraryVersion: "new" }, "VERSION_INVALID");
    await freshStatus();
    const { reply } = await call("web-eid:status");
    same(reply?.data.nativeApp, "2.9.0", "nativeApp");
  },
  "2a failure: a code nobody knows becomes UNKNOWN_ERROR": async () => {
    await host([error("SOMETHING", "made-up")]);
    await click();
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "UNKNOWN_ERROR");
  },
  "2a failure: a missing parameter is refused before a program starts": async () => {
    const { starts } = await hostHeard();
    for (const [action, more] of [
      ["web-eid:authenticate", {}],
      ["web-eid:authenticate", { challengeNonce: "" }],
      ["web-eid:sign", { ...SIGN, hash: undefined }],
      ["web-eid:sign", { ...SIGN, certificate: "" }],
      ["web-eid:sign", { ...SIGN, hashFunction: null }],
    ]) {
      await click();
      await failure(action, more, "NATIVE_INVALID_ARGUMENT");
    }
    same((await hostHeard()).starts, starts, "programs started");
  },
  "2a failure: ACTION_PENDING while another action of this page has the card": async () => {
    await host([CERTIFICATE], { lateSeconds: 2 });
    const { starts } = await hostHeard();
    await click();
    const first = call("web-eid:get-signing-certificate");
    await started(starts);
    await failure("web-eid:authenticate", { challengeNonce: NONCE }, "ACTION_PENDING");
    same((await first).reply?.data.action, "web-eid:get-signing-certificate-success", "the first one's reply");
  },
  "2a every failure has code, message, stack and the name of its class, in words for the person": async () => {
    await host([error("NATIVE_FATAL", "no-card")]);
    await click();
    const found = await failure("web-eid:authenticate", { challengeNonce: NONCE, options: { lang: "nl" } }, "NATIVE_FATAL");
    for (const name of ["code", "message", "stack"]) is(typeof found[name] === "string" && found[name] !== "", name);
    same(found.name, "NativeFatalError", "the name, which is that of its class");
    is(/kaart/.test(found.message), found.message);
  },
  "2b the acknowledgement comes first and within 1 s": async () => {
    // Three times: a machine that is busy for a moment is not the extension.
    let fastest = Infinity;
    let from = 0;
    for (let time = 0; time < 3 && fastest >= 1000; time += 1) {
      await host([{}]);
      await freshStatus();
      const asked = await call("web-eid:status");
      fastest = Math.min(fastest, asked.ackMs);
      from = asked.from;
    }
    is(fastest < 1000, `${fastest} ms`);
    same(answersTo("web-eid:status", from).map(({ data }) => data.action), ["web-eid:status-ack", "web-eid:status-success"], "the order");
  },
  "2b suffixes are -ack, -success and -failure, for each action": async () => {
    for (const [action, more, answer] of [
      ["web-eid:authenticate", { challengeNonce: NONCE }, TOKEN],
      ["web-eid:get-signing-certificate", {}, CERTIFICATE],
      ["web-eid:sign", SIGN, SIGNATURE],
    ]) {
      const { from } = await succeed(action, more, answer);
      same(answersTo(action, from).map(({ data }) => data.action.slice(action.length)), ["-ack", "-success"], action);
    }
  },
  "2b replies come from this window and for this origin": async () => {
    await freshStatus();
    const { from } = await call("web-eid:status");
    for (const { origin } of answersTo("web-eid:status", from)) same(origin, location.origin, "the sender's origin");
  },
  "2b actions that nobody knows are ignored": async () => {
    const { starts } = await hostHeard();
    const from = heard.length;
    for (const action of ["web-eid:get-identity", "web-eid:", "web-eid:statuses", "WEB-EID:STATUS", "web-eid:quit"]) window.postMessage({ action }, "*");
    await wait(700);
    same(heard.length - from, 5, "messages, all our own");
    same((await hostHeard()).starts, starts, "programs started");
  },
  "2b answers and warnings are never answered: no reply loop": async () => {
    const from = heard.length;
    const said = ["status-ack", "status-success", "status-failure", "status_FAILURE", "status-failure-failure", "warning"];
    for (const word of said) window.postMessage({ action: `web-eid:${word}`, warnings: [] }, "*");
    await wait(700);
    same(heard.length - from, said.length, "messages, all our own");
  },
  "2b what is no message is ignored": async () => {
    const from = heard.length;
    const said = [null, undefined, 7, "web-eid:status", [], {}, { action: 7 }, { action: null }, { action: { startsWith: 1 } }];
    for (const each of said) window.postMessage(each, "*");
    await wait(700);
    same(heard.length - from, said.length, "messages, all our own");
  },
  "2b the same action twice at once is one call": async () => {
    await host([TOKEN], { lateSeconds: 1 });
    await click();
    const { starts } = await hostHeard();
    const from = heard.length;
    const message = { action: "web-eid:authenticate", libraryVersion: "2.1.0", challengeNonce: NONCE };
    window.postMessage(message, "*");
    window.postMessage(message, "*");
    await hear((data) => data?.action === "web-eid:authenticate-success", 5000, from);
    await wait(300);
    same(answersTo("web-eid:authenticate", from).map(({ data }) => data.action), ["web-eid:authenticate-ack", "web-eid:authenticate-success"], "answers");
    same((await hostHeard()).starts, starts + 1, "programs started");
  },
  "2b another extension that acknowledges first keeps the call: ours says nothing and starts no program": async () => {
    await host([TOKEN]);
    await click();
    const { starts } = await hostHeard();
    const from = heard.length;
    window.postMessage({ action: "web-eid:authenticate", libraryVersion: "2.1.0", challengeNonce: NONCE }, "*");
    window.postMessage({ action: "web-eid:authenticate-ack" }, "*");
    // Asked later and answered: had ours taken the first as well, it would have said so by now, or have the card.
    await succeed("web-eid:get-signing-certificate", {}, CERTIFICATE);
    same(answersTo("web-eid:authenticate", from).map(({ data }) => data.action), ["web-eid:authenticate-ack"], "answers, with the other's");
    same((await hostHeard()).starts, starts + 1, "programs started");
  },
  "2b status is answered while another action has the card": async () => {
    await host([TOKEN], { lateSeconds: 2 });
    const { starts } = await hostHeard();
    await click();
    const first = call("web-eid:authenticate", { challengeNonce: NONCE });
    await started(starts);
    await host([{}]);
    const { reply } = await call("web-eid:status");
    same(reply?.data.action, "web-eid:status-success", "the status");
    same((await first).reply?.data.action, "web-eid:authenticate-success", "the login");
  },
  "2b the second frame of a host is not heard": async () => {
    await host([TOKEN, error("NATIVE_FATAL", "no-card")]);
    await click();
    const { from } = await call("web-eid:authenticate", { challengeNonce: NONCE });
    await wait(300);
    same(answersTo("web-eid:authenticate", from).length, 2, "answers");
  },
  "2b a message of a frame is not this page's": async () => {
    const { starts } = await hostHeard();
    const from = heard.length;
    const frame = document.createElement("iframe");
    document.body.append(frame);
    frame.contentWindow.eval('parent.postMessage({ action: "web-eid:status", libraryVersion: "2.1.0" }, "*")');
    await wait(700);
    same(answersTo("web-eid:status", from).length, 0, "answers");
    same((await hostHeard()).starts, starts, "programs started");
    frame.remove();
  },
  "2b a frame is told CONTEXT_INSECURE, once": async () => {
    const { starts } = await hostHeard();
    await refusedThere(await probe("/probe.html"));
    same((await hostHeard()).starts, starts, "programs started");
  },
  "2b a sandboxed frame is told CONTEXT_INSECURE, once": async () => {
    const { starts } = await hostHeard();
    await refusedThere(await probe("/probe.html", { sandbox: "allow-scripts" }));
    same((await hostHeard()).starts, starts, "programs started");
  },
  "2b a page over plain http hears nothing, so nothing loops": async () => {
    const { starts } = await hostHeard();
    const found = await probe(`${plain}/probe.html`);
    same([found.secure, found.acknowledged, found.answers, found.quiet], [false, false, 0, true], "secure, acknowledged, answers, quiet");
    same((await hostHeard()).starts, starts, "programs started");
  },
  "2c the origin is the browser's, whatever the page says": async () => {
    const lies = { origin: "https://bank.example", options: { origin: "https://bank.example" } };
    const { arguments: given } = await requestOf(() => succeed("web-eid:authenticate", { challengeNonce: NONCE, ...lies }, TOKEN));
    same(given.origin, location.origin, "the origin");
  },
  "2c the nonce is handed on as text, unchanged": async () => {
    const nonce = "+/".repeat(64);
    const { arguments: given } = await requestOf(() => succeed("web-eid:authenticate", { challengeNonce: nonce }, TOKEN));
    same(given.challengeNonce, nonce, "the nonce");
  },
  "2c a nonce of 43 or 129 characters starts no program": async () => {
    const { starts } = await hostHeard();
    for (const length of [43, 129]) {
      await click();
      await failure("web-eid:authenticate", { challengeNonce: "a".repeat(length) }, "NATIVE_INVALID_ARGUMENT");
    }
    same((await hostHeard()).starts, starts, "programs started");
  },
  "2c a token with a field missing or empty is no success": async () => {
    for (const spoilt of [{ ...TOKEN, appVersion: "" }, { ...TOKEN, signature: undefined }]) {
      await host([spoilt]);
      await click();
      await failure("web-eid:authenticate", { challengeNonce: NONCE }, "NATIVE_UNAVAILABLE");
    }
  },
  "2c a certificate or a signature with a field missing or empty is no success": async () => {
    for (const [action, more, spoilt] of [
      ["web-eid:get-signing-certificate", {}, { ...CERTIFICATE, certificate: "" }],
      ["web-eid:get-signing-certificate", {}, { ...CERTIFICATE, supportedSignatureAlgorithms: [] }],
      ["web-eid:get-signing-certificate", {}, { ...CERTIFICATE, supportedSignatureAlgorithms: [{ cryptoAlgorithm: "ECC" }] }],
      ["web-eid:sign", SIGN, { ...SIGNATURE, signature: undefined }],
      ["web-eid:sign", SIGN, { ...SIGNATURE, signatureAlgorithm: { ...ALGORITHM, paddingScheme: undefined } }],
    ]) {
      await host([spoilt]);
      await click();
      await failure(action, more, "NATIVE_UNAVAILABLE");
    }
  },
  "2d a status says quit to the program, and nothing else": async () => {
    await host([{}]);
    await freshStatus();
    same(await requestOf(() => call("web-eid:status")), { command: "quit", arguments: {} }, "the request");
  },
  "2d Web eID's own app is asked with Web eID's own arguments, for each command": async () => {
    const origin = location.origin;
    for (const [command, more, answer] of [
      ["authenticate", { challengeNonce: NONCE }, TOKEN],
      ["get-signing-certificate", {}, CERTIFICATE],
      ["sign", SIGN, SIGNATURE],
    ]) {
      await host([answer], { first: [WEB_EID_HELLO] });
      await click();
      const request = await requestOf(() => call(`web-eid:${command}`, { ...more, options: { lang: "nl", userInteractionTimeout: 30_000 } }));
      same(request, { command, arguments: { ...more, origin, lang: "nl" } }, "the request");
    }
  },
  "2d Web eID's own app is sent no more than 8192 bytes": async () => {
    await host([SIGNATURE], { first: [WEB_EID_HELLO] });
    await click();
    const { eidbridge } = await failure("web-eid:sign", { ...SIGN, certificate: "Q".repeat(8200) }, "NATIVE_INVALID_ARGUMENT");
    same(eidbridge.code, "message-too-large", "our code");
  },
  "2c one call is one program": async () => {
    const { starts } = await hostHeard();
    await succeed("web-eid:authenticate", { challengeNonce: NONCE }, TOKEN);
    same((await hostHeard()).starts, starts + 1, "programs started");
  },
  "2c a page without a click of the person gets no window": async () => {
    await host([TOKEN]);
    const { starts } = await hostHeard();
    await refusedUntouched();
    same((await hostHeard()).starts, starts, "programs started");
  },
};

/** Another tab with a page that asks by itself; nobody looks into it, because a look counts as a click in Chromium's driver. */
async function refusedUntouched() {
  await fetch("/note", { method: "POST", body: "" });
  document.body.dataset.wants = "untouched";
  const told = await until("what the untouched page was told", async () => (await fetch("/note")).text(), 20_000);
  delete document.body.dataset.wants;
  const { action, error: found } = JSON.parse(told);
  same([action, found?.code], ["web-eid:authenticate-failure", "ERR_WEBEID_NATIVE_FATAL"], "what it was told");
  is(["gesture-needed", "not-visible"].includes(found.eidbridge.code), found.eidbridge.code);
}

window.results = [];
window.run = async () => {
  // As the library does, whose first call waits until its first second is over.
  await wait(Math.max(0, 1000 - performance.now()));
  for (const [rule, check] of Object.entries(RULES)) {
    const began = performance.now();
    const problem = await check().then(() => undefined, ({ message }) => String(message));
    delete document.body.dataset.wants;
    window.results.push({ rule, problem, ms: Math.round(performance.now() - began) });
  }
};
