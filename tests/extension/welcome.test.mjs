import assert from "node:assert/strict";
import { test } from "node:test";
import { welcomeAfter } from "../../extension/background/welcome.js";
import { privateHint } from "../../extension/onboarding/private-windows.js";

for (const [reason, installType, expected] of [
  ["install", "normal", { active: true }],
  ["install", "sideload", { active: true }],
  ["install", "development", { active: false }],
  ["install", "admin", undefined],
  ["update", "normal", undefined],
  ["chrome_update", "normal", undefined],
]) {
  test(`${reason}, ${installType}: ${expected === undefined ? "no page" : `a page, ${expected.active ? "in front" : "behind"}`}`, () => {
    assert.deepEqual(welcomeAfter(reason, installType), expected);
  });
}

test("how to allow private windows is told for this browser, until they are allowed", () => {
  assert.equal(privateHint(false, {}), "privateChromium");
  assert.equal(privateHint(false, { browser_specific_settings: {} }), "privateFirefox");
  assert.equal(privateHint(true, {}), undefined);
});
