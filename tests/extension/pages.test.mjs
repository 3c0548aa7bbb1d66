import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LOG_KEY } from "../../extension/background/message-log.js";
import { fakeArea, fakePort, HELLO, readJson, settled } from "./fakes.mjs";

const ERRORS = readJson("native-host/EidBridge.Protocol/errors.json");

let elements;
let port;
let copied;

/** As far as these pages touch it. */
function fakeElement() {
  const listeners = {};
  return {
    ...{ textContent: "", hidden: false, disabled: false, children: [] },
    addEventListener: (name, listener) => (listeners[name] = listener),
    click: () => listeners.click(),
    setAttribute() {},
    append(...children) {
      this.children.push(...children);
    },
    replaceChildren(...children) {
      this.children = children;
    },
  };
}

beforeEach(() => {
  elements = {};
  port = fakePort();
  copied = [];
  globalThis.document = { getElementById: (id) => (elements[id] ??= fakeElement()), createElement: fakeElement };
  globalThis.chrome = {
    runtime: { getManifest: () => ({ version: "0.1.0" }), getURL: (path) => path, connectNative: () => port },
    i18n: { getUILanguage: () => "nl-BE", getMessage: (name) => name },
    storage: { managed: fakeArea(), local: fakeArea(), session: fakeArea() },
  };
  globalThis.fetch = async () => Response.json(ERRORS);
  const clipboard = { writeText: async (text) => void copied.push(text) };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
});

const pageOfLog = () => import("../../extension/options/log-view.js");
const linesIn = (id) => elements[id].children.map(({ children }) => children.map((each) => each.textContent).join(" "));
const textsOf = (...ids) => ids.map((id) => elements[id].textContent);

test("an empty log is said to be empty, and offers nothing to copy", async () => {
  await (await pageOfLog()).showLog();

  assert.deepEqual([elements["log-entries"].hidden, elements["log-empty"].hidden], [true, false]);
  assert.deepEqual([elements["log-copy"].disabled, elements["log-clear"].disabled], [true, true]);
});

test("the log is shown a line an entry, copied as shown, and gone when cleared", async () => {
  const { showLog, startLog } = await pageOfLog();
  const entries = [1000, 2000].map((at) => ({ at, way: "page → extension", message: { command: "status" } }));
  const shown = [1, 2].map((second) => `00:00:0${second}.000 page → extension: {"command":"status"}`).join("\n");
  await chrome.storage.session.set({ [LOG_KEY]: entries });
  startLog();
  await showLog();

  assert.equal(elements["log-entries"].textContent, shown);
  assert.deepEqual([elements["log-entries"].hidden, elements["log-empty"].hidden], [false, true]);
  assert.deepEqual([elements["log-copy"].disabled, elements["log-clear"].disabled], [false, false]);
  elements["log-copy"].click();
  await settled();
  assert.deepEqual(copied, [shown]);
  elements["log-clear"].click();
  await settled();
  assert.equal(LOG_KEY in chrome.storage.session.values, false);
});

/** The popup looks, and the program says this. */
async function lookAt(...frames) {
  const { look } = await import("../../extension/popup/look.js");
  const looking = look();
  assert.equal(elements.summary.textContent, "looking");
  await settled();
  for (const frame of frames) port.says(frame);
  await looking;
}

test("the popup shows what the program found, without advice when all is there", async () => {
  await lookAt(HELLO, { readers: [{ name: "A", card: true }] });

  assert.deepEqual(textsOf("summary", "help"), ["allReady", ""]);
  assert.equal(elements.help.hidden, true);
  assert.deepEqual(linesIn("parts"), ["✓ partExtension 0.1.0", "✓ partHost 0.1.0", "✓ partReader 1", "✓ partCard 1"]);
});

test("the popup shows what to do about a card that is missing", async () => {
  await lookAt(HELLO, { readers: [{ name: "A", card: false }] });

  assert.deepEqual(textsOf("summary", "help"), ["noCard", "noCardHelp"]);
  assert.equal(elements.help.hidden, false);
});

test("the popup says in the catalogue's words what the browser said of the program", async () => {
  const { text, help } = ERRORS["host-missing"];
  chrome.runtime.connectNative = () => {
    throw new Error("Specified native messaging host not found.");
  };
  await lookAt();

  assert.deepEqual(textsOf("summary", "help"), ["notReady", `${text.nl} ${help.nl}`]);
  assert.deepEqual(linesIn("parts"), ["✓ partExtension 0.1.0", "✗ partHost –"]);
});
