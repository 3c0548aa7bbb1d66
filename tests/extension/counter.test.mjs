import assert from "node:assert/strict";
import { test } from "node:test";
import { createCatalogue } from "../../extension/background/catalogue.js";
import { createCounter } from "../../extension/background/counter.js";
import { BridgeFailure } from "../../extension/background/failure.js";
import { fakePort, readJson, settled } from "./fakes.mjs";

const ERRORS = readJson("native-host/EidBridge.Protocol/errors.json");
const catalogue = createCatalogue(async () => ERRORS);
const SENDER = { frameId: 0 };

const SILENT = { note: async () => {} };
/** What was noted, by whom. */
let noted;

async function hand(serve, message = { arguments: { lang: "fr" } }) {
  const port = fakePort(SENDER);
  noted = { lastAction: [], log: [] };
  const notes = (name) => ({ note: async (...told) => void noted[name].push(told) });
  createCounter({ desk: { serve }, catalogue, language: "nl-BE", lastAction: notes("lastAction"), log: notes("log") }).receive(port);
  port.says(message);
  await settled();
  return port;
}

test("progress and the result go back on the port", async () => {
  const port = await hand(async (sender, message, { onProgress }) => {
    onProgress("signing");
    return { sender, message };
  });

  assert.deepEqual(port.sent, [
    { type: "progress", state: "signing" },
    { type: "success", result: { sender: SENDER, message: { arguments: { lang: "fr" } } } },
  ]);
});

test("a failure is worded in the page's language", async () => {
  const port = await hand(async () => {
    throw new BridgeFailure("pin-blocked", { triesLeft: 0 });
  });

  const { text, help, webEid } = ERRORS["pin-blocked"];
  assert.deepEqual(port.sent, [
    { type: "failure", error: { code: "pin-blocked", webEid, message: `${text.fr} ${help.fr}`, help: help.fr, triesLeft: 0 } },
  ]);
});

test("a language that policy or the person chose goes before the page's", async () => {
  const serve = async () => {
    throw new BridgeFailure("no-card");
  };
  const port = fakePort(SENDER);
  createCounter({ desk: { serve }, catalogue, language: "nl", ownLanguage: async () => "de", lastAction: SILENT, log: SILENT }).receive(port);
  port.says({ arguments: { lang: "fr" } });
  await settled();

  assert.match(port.sent[0].error.message, new RegExp(`^${ERRORS["no-card"].text.de}`));
});

for (const message of [undefined, {}, { arguments: { lang: "pl" } }, { arguments: { lang: 7 } }]) {
  test(`asked in no language of ours (${JSON.stringify(message)}), the browser's is used`, async () => {
    const port = await hand(async () => {
      throw new BridgeFailure("no-card");
    }, message ?? null);

    assert.match(port.sent[0].error.message, new RegExp(`^${ERRORS["no-card"].text.nl}`));
  });
}

test("a bug and a code nobody knows are an internal error, without their details", async () => {
  for (const reason of [new TypeError("secret"), new BridgeFailure("made-up"), new BridgeFailure("toString")]) {
    const port = await hand(async () => {
      throw reason;
    });

    assert.equal(port.sent[0].error.code, "internal-error");
    assert.doesNotMatch(JSON.stringify(port.sent), /secret|made-up/);
  }
});

test("the log hears what the page says and is told, the last action how it ended", async () => {
  const request = { command: "authenticate", arguments: { lang: "fr" } };
  const port = await hand(async (sender, message, { onAdmitted }) => {
    onAdmitted();
    throw new BridgeFailure("no-card");
  }, request);

  assert.deepEqual(noted.log, [["page to extension", request], ["extension to page", port.sent[0]]]);
  assert.deepEqual(noted.lastAction, [[SENDER, request, "no-card"]]);
});

test("a request that went well is the last action, without a code", async () => {
  const request = { command: "sign", arguments: {} };
  await hand(async (sender, message, { onAdmitted }) => {
    onAdmitted();
    return {};
  }, request);

  assert.deepEqual(noted.lastAction, [[SENDER, request]]);
});

test("a request that was refused is no last action", async () => {
  await hand(async () => {
    throw new BridgeFailure("not-visible");
  }, { command: "authenticate", arguments: {} });

  assert.deepEqual(noted.lastAction, []);
});

test("settings that cannot be read are no silence", async () => {
  const serve = async () => {
    throw new BridgeFailure("configuration-refused");
  };
  const port = fakePort(SENDER);
  const ownLanguage = () => Promise.reject(new BridgeFailure("configuration-refused"));
  createCounter({ desk: { serve }, catalogue, language: "nl", ownLanguage, lastAction: SILENT, log: SILENT }).receive(port);
  port.says({ arguments: { lang: "fr" } });
  await settled();

  assert.equal(port.sent[0].error.code, "configuration-refused");
});

test("a port takes one request", async () => {
  let served = 0;
  const port = await hand(async () => {
    served += 1;
    return {};
  });
  port.says({ arguments: {} });
  await settled();

  assert.equal(served, 1);
});

test("a page that goes aborts its request, and nothing is posted any more", async () => {
  let signal;
  const port = await hand(
    (sender, message, caller) =>
      new Promise((resolve) => {
        signal = caller.signal;
        signal.addEventListener("abort", () => resolve({}));
      }),
  );
  port.dies();
  await settled();

  assert.equal(signal.aborted, true);
  assert.deepEqual(port.sent, []);
});

test("a catalogue that cannot be read is no silence, and is read again the next time", async () => {
  const { text, help } = ERRORS["internal-error"];
  let reads = 0;
  const flaky = createCatalogue(async () => {
    if (++reads === 1) throw new TypeError("Failed to fetch");
    return ERRORS;
  });

  const first = await flaky.word(new BridgeFailure("pin-wrong", { triesLeft: 2 }), "fr");
  const second = await flaky.word(new BridgeFailure("no-card"), "fr");

  const message = `${text.fr} ${help.fr}`;
  const webEid = "ERR_WEBEID_UNKNOWN_ERROR";
  assert.deepEqual(first, { code: "pin-wrong", webEid, message, help: help.fr, triesLeft: 2 });
  assert.match(second.message, new RegExp(`^${ERRORS["no-card"].text.fr}`));
});

test("of a catalogue that cannot be read, what happened is said without what to do", async () => {
  const unread = createCatalogue(() => Promise.reject(new TypeError("Failed to fetch")));

  assert.equal(await unread.say("no-card", "fr"), ERRORS["internal-error"].text.fr);
});
