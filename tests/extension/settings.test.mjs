import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../../extension/background/settings.js";
import { fakeArea } from "./fakes.mjs";

const DEFAULTS = { allowedOrigins: [], allowHttpLocalhost: true, minimumHostVersion: undefined };
const read = (managed, local = {}) => readSettings({ managed: fakeArea(managed), local: fakeArea(local) });

test("without a policy and a choice, the defaults", async () => {
  assert.deepEqual(await read({}), DEFAULTS);
});

test("a policy wins over what the person chose", async () => {
  const { allowHttpLocalhost } = await read({ allowHttpLocalhost: false }, { allowHttpLocalhost: true });

  assert.equal(allowHttpLocalhost, false);
});

test("only a policy lists sites", async () => {
  assert.deepEqual((await read({}, { allowedOrigins: ["https://x.example"] })).allowedOrigins, []);
  assert.deepEqual((await read({ allowedOrigins: ["https://x.example"] })).allowedOrigins, ["https://x.example"]);
});

test("a list of sites that cannot be read closes all", async () => {
  assert.equal((await read({ allowedOrigins: "https://x.example" })).allowedOrigins.length, 1);
});

test("a browser that has no policies at all is no error", async () => {
  const managed = {
    get: async () => {
      throw new Error("Managed storage manifest not found");
    },
  };

  assert.deepEqual(await readSettings({ managed, local: fakeArea() }), DEFAULTS);
});
