import assert from "node:assert/strict";
import { test } from "node:test";
import { partsAfter, viewOf } from "../../extension/popup/parts.js";
import { planLook } from "../../extension/background/requests.js";
import { HELLO, WEB_EID_HELLO } from "./fakes.mjs";

const view = (readers) => viewOf(HELLO, { readers }, "0.1.0");
const states = ({ parts }) => parts.map(({ name, value, state }) => `${name} ${value} ${state}`);

test("a card in a reader: everything is in place", () => {
  const shown = view([
    { name: "A", card: true },
    { name: "B", card: false },
  ]);

  assert.equal(shown.summary, "allReady");
  assert.deepEqual(states(shown), [
    "partExtension 0.1.0 good",
    "partHost 0.1.0 good",
    "partReader 2 good",
    "partCard 1 good",
  ]);
  assert.equal(shown.help, undefined);
});

test("no card: said, with what to do", () => {
  const { summary, help } = view([{ name: "A", card: false }]);

  assert.deepEqual([summary, help], ["noCard", "noCardHelp"]);
});

test("no reader: said, with what to do", () => {
  const { summary, help } = view([]);

  assert.deepEqual([summary, help], ["noReader", "noReaderHelp"]);
});

test("a host that is not ours says nothing of readers", () => {
  const shown = viewOf(WEB_EID_HELLO, {}, "0.1.0");

  assert.deepEqual(states(shown), ["partExtension 0.1.0 good", "partHost 2.9.0+0 good"]);
});

test("without a host the extension still counts", () => {
  assert.deepEqual(
    partsAfter("host-missing", "0.1.0").map(({ state }) => state),
    ["good", "bad"],
  );
});

test("a host that says that there is no smart card service is there", () => {
  assert.deepEqual(
    partsAfter("pcsc-unavailable", "0.1.0").map(({ name, state }) => `${name} ${state}`),
    ["partExtension good", "partHost good", "partReader bad"],
  );
});

for (const [code, expected] of [
  ["configuration-refused", ["partExtension good", "partHost bad"]],
  ["system-unsupported", ["partExtension good", "partHost bad"]],
  ["no-card", ["partExtension good", "partHost good", "partReader good", "partCard bad"]],
  ["busy", ["partExtension good", "partHost good"]],
]) {
  test(`${code} is shown at the part that it is about`, () => {
    assert.deepEqual(partsAfter(code, "0.1.0").map(({ name, state }) => `${name} ${state}`), expected);
  });
}

test("a program older than policy wants is not in place for the popup either", () => {
  assert.throws(() => planLook(HELLO, "9.0.0"), { code: "version-mismatch" });
  assert.equal(planLook(HELLO, undefined).request.command, "status");
});
