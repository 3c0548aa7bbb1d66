import assert from "node:assert/strict";
import { test } from "node:test";
import { createLastAction, readLastAction } from "../../extension/background/last-action.js";
import { whatWasDone } from "../../extension/popup/parts.js";
import { fakeArea, readJson } from "./fakes.mjs";

const FROM = { url: "https://portal.example/login?session=secret", tab: { id: 1 } };
const TEXTS = readJson("extension/_locales/en/messages.json");

async function noteAndRead(...told) {
  const area = fakeArea();
  await createLastAction(area, () => 1000).note(...told);
  return readLastAction(area);
}

test("a login is remembered with its site and time, and nothing of its address", async () => {
  assert.deepEqual(await noteAndRead(FROM, { command: "authenticate" }), { at: 1000, command: "authenticate", site: "portal.example" });
});

test("a failure is remembered by its code", async () => {
  assert.equal((await noteAndRead(FROM, { command: "sign" }, "no-card")).code, "no-card");
});

test("a private window leaves no site behind", async () => {
  const last = await noteAndRead({ ...FROM, tab: { id: 1, incognito: true } }, { command: "authenticate" });

  assert.deepEqual(last, { at: 1000, command: "authenticate" });
});

for (const request of [{ command: "status" }, { command: "<b>" }, {}, null, 7]) {
  test(`${JSON.stringify(request)} is no action of a person`, async () => {
    assert.equal(await noteAndRead(FROM, request), undefined);
  });
}

test("every command has words in the popup", () => {
  for (const command of ["authenticate", "get-signing-certificate", "sign", "get-identity"]) {
    assert.notEqual(whatWasDone({ command }), "lastTitle");
    assert.ok(whatWasDone({ command }) in TEXTS, command);
  }
});
