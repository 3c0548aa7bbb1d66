import assert from "node:assert/strict";
import { test } from "node:test";
import { connectNative, disconnectReason, loadCatalogue } from "../../extension/browser.js";

for (const [what, lastError, port, expected] of [
  ["Chromium, in lastError", { message: "Native host has exited." }, {}, "Native host has exited."],
  ["Firefox, on the port", null, { error: { message: "No such native application" } }, "No such native application"],
  ["both: lastError counts", { message: "One" }, { error: { message: "Two" } }, "One"],
  ["Firefox, when a program just ends: nothing", null, { error: null }, undefined],
  ["nobody", undefined, {}, undefined],
  ["an error without a sentence", {}, { error: {} }, undefined],
]) {
  test(`why a port closed, said by ${what}`, () => {
    globalThis.chrome = { runtime: { lastError } };

    assert.equal(disconnectReason(port), expected);
  });
}

test("the program that is asked for is the one that starts", () => {
  globalThis.chrome = { runtime: { connectNative: (name) => ({ name }) } };

  assert.deepEqual(connectNative("be.eidbridge.host"), { name: "be.eidbridge.host" });
});

test("the catalogue is read from the package", async (t) => {
  globalThis.chrome = { runtime: { getURL: (path) => `chrome-extension://id/${path}` } };
  const fetched = t.mock.method(globalThis, "fetch", async () => Response.json({ "no-card": {} }));

  assert.deepEqual(await loadCatalogue(), { "no-card": {} });
  assert.deepEqual(fetched.mock.calls[0].arguments, ["chrome-extension://id/errors.json"]);
});
