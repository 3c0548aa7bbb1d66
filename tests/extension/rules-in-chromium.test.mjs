import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { buildExtension, ID, startChromium } from "./chromium.mjs";
import { readText } from "./fakes.mjs";

const WORK = mkdtempSync(join(tmpdir(), "eidbridge-rules-"));
const EXTENSION = buildExtension(WORK);
const LIMIT = { timeout: 90_000 };
const LIBRARY = readText("extension/page/eidbridge.js");
const site = createServer(({ url }, answer) => {
  const isLibrary = url === "/eidbridge.js";
  answer.writeHead(200, { "Content-Type": isLibrary ? "text/javascript" : "text/html" });
  answer.end(isLibrary ? LIBRARY : "<!doctype html><title>A portal</title>");
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
const PORTAL = `http://localhost:${site.address().port}/`;
after(() => {
  site.close();
  rmSync(WORK, { recursive: true });
});

test("a portal opened behind another tab starts no program; looked at, it is answered in both dialects", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION, host: [{}] });
  t.after(() => browser.close());
  await browser.open(PORTAL);
  const page = await browser.open(PORTAL, { background: true });
  assert.equal(await page.evaluate("document.visibilityState"), "hidden");

  // The bare request has been refused and Web eID's acknowledged: whatever would have been asked, was asked by then.
  await page.evaluate(`window.heard = []; addEventListener("message", ({ data }) => heard.push(data.type ?? data.action));
    import("/eidbridge.js").then(({ status }) => status()).then(({ host }) => heard.push("library " + host));
    postMessage({ action: "web-eid:status", libraryVersion: "2.1.0" });
    new Promise((resolve) => addEventListener("message", ({ data }) => {
      if (data.action === "web-eid:status-ack") postMessage({ type: "eidbridge:request", id: "bare", command: "status" });
      if (data.type === "eidbridge:request-failure") resolve(heard.push(data.error.code));
    }))`);
  const unseen = await page.evaluate("heard");
  // The popup's program is asked after any that the hidden page had started, and with another word.
  const popup = await browser.open(`chrome-extension://${ID}/popup/popup.html`);
  await popup.until("document.querySelectorAll('#parts li').length > 0");
  const asked = browser.asked();
  assert.equal(await page.evaluate("document.visibilityState"), "hidden");
  await page.bringToFront();
  await page.until(`heard.includes("web-eid:status-success") && heard.some((word) => word.startsWith("library"))`);

  assert.ok(unseen.includes("not-visible") && unseen.includes("web-eid:status-ack"), String(unseen));
  assert.ok(!unseen.some((word) => /success|library/.test(word)), String(unseen));
  assert.ok((await page.evaluate("heard")).includes("library 0.1.0"));
  assert.match(asked, /"status"/);
  assert.doesNotMatch(asked, /"quit"/);
  assert.match(browser.asked(), /"quit"/);
});

test("a content script is refused what is stored and what policies say", LIMIT, async (t) => {
  const extension = join(WORK, "probing", "chromium");
  buildExtension(join(WORK, "probing"));
  // Whoever took over a page's process would ask like this; after the worker's first word its locks are set.
  appendFileSync(join(extension, "content/content.js"), `chrome.runtime.sendMessage({ type: "web-eid-choice" }).then(async () => {
    const told = ["managed", "local", "session"].map((area) => chrome.storage[area].get(null).then(JSON.stringify, (e) => e.message));
    document.documentElement.dataset.told = (await Promise.all(told)).join("; ");
  });`);
  const browser = await startChromium({ extension, policy: { language: "fr" } });
  t.after(() => browser.close());

  const page = await browser.open(PORTAL);
  await page.until("document.documentElement.dataset.told !== undefined");

  const refusal = "Access to storage is not allowed from this context.";
  assert.equal(await page.evaluate("document.documentElement.dataset.told"), [refusal, refusal, refusal].join("; "));
});

test("a policy closes http://localhost: its page is refused and no program is asked", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION, host: [{}], policy: { allowHttpLocalhost: false } });
  t.after(() => browser.close());
  // An extension that is loaded unpacked does not wait for its policies: here they have come.
  const options = await browser.open(`chrome-extension://${ID}/options/options.html`);
  await options.until("document.querySelector('#allowHttpLocalhost').disabled");

  const page = await browser.open(PORTAL);
  const told = await page.evaluate(`import("/eidbridge.js").then(({ status }) => status()).then(({ host }) => host, ({ code }) => code)`);

  assert.equal(told, "origin-denied");
  assert.doesNotMatch(browser.asked(), /"quit"/);
});
