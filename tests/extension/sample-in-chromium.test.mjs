import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { AXE, faultsOf } from "./axe.mjs";
import { buildExtension, ID, startChromium } from "./chromium.mjs";
import { TOKEN } from "./fakes.mjs";

const WORK = mkdtempSync(join(tmpdir(), "eidbridge-sample-"));
const EXTENSION = buildExtension(WORK);
const LIMIT = { timeout: 90_000 };
const PAGE = fileURLToPath(new URL("../../extension/page/", import.meta.url));
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript" };
const site = createServer(({ url }, answer) => {
  const name = /^\/([a-z]+\.(html|css|js))$/.exec(url);
  if (name === null) return answer.writeHead(404).end();
  answer.writeHead(200, { "Content-Type": TYPES[name[2]] }).end(readFileSync(join(PAGE, name[1])));
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
const SAMPLE = `http://localhost:${site.address().port}/sample.html`;
after(() => {
  site.close();
  rmSync(WORK, { recursive: true });
});

async function startWith(t, host, { bare = false } = {}) {
  const browser = await startChromium({ extension: bare ? undefined : EXTENSION, host });
  t.after(() => browser.close());
  return { browser, page: await browser.open(SAMPLE) };
}

async function ask(page, call) {
  await page.click(`#${call}`);
  await page.until(`["done", "failed"].includes(document.querySelector("#state").textContent)`);
  return JSON.parse(await page.evaluate(`document.querySelector("#answer").textContent`));
}

test("the sample page logs in through the real extension and shows the token", LIMIT, async (t) => {
  const { page } = await startWith(t, [{ progress: { state: "waiting-for-pin" } }, TOKEN]);

  assert.deepEqual(await ask(page, "authenticate"), TOKEN);
});

test("a failure shows its code, Web eID's code, what happened and what to do", LIMIT, async (t) => {
  const { page } = await startWith(t, undefined);

  const { code, webEid, message, help } = await ask(page, "status");

  assert.deepEqual([code, webEid], ["host-missing", "ERR_WEBEID_NATIVE_UNAVAILABLE"]);
  assert.ok(message.endsWith(help) && help.length > 10, message);
});

// The limit itself is proved with a clock of our own (missing-parts.test.mjs); on a busy machine it may be over before
// the program is known to be missing, which is then told a little later.
test("without the extension, and without the program, the missing part is known at once", LIMIT, async (t) => {
  const bare = await startWith(t, undefined, { bare: true });
  const withExtension = await startWith(t, undefined);
  const timed = `(async () => { const { findMissing } = await import("./eidbridge.js"); const start = performance.now();
    const parts = await findMissing(); const ms = performance.now() - start;
    return { missing: (await (parts.settled ?? parts)).missing, ms }; })()`;

  const first = await bare.page.evaluate(timed);
  const second = await withExtension.page.evaluate(timed);

  assert.deepEqual([first.missing, second.missing], ["extension", "host"]);
  assert.ok(first.ms < 4000 && second.ms < 4000, `${first.ms} ms and ${second.ms} ms`);
});

test("an abort in the page ends the request and is no failure of the extension", LIMIT, async (t) => {
  const { page } = await startWith(t, [{ progress: { state: "waiting-for-card" } }]);

  await page.click("#authenticate");
  await page.until(`document.querySelector("#state").textContent === "waiting-for-card"`);
  await page.click("#abort");
  await page.until(`document.querySelector("#state").textContent === "failed"`);

  assert.match(await page.evaluate(`document.querySelector("#answer").textContent`), /AbortError/);
});

test("the message log shows the whole conversation, masked, and is gone when it is switched off", LIMIT, async (t) => {
  const { browser, page } = await startWith(t, [TOKEN]);
  const options = await browser.open(`chrome-extension://${ID}/options/options.html`);
  await options.until(`document.querySelector("input[name=webEid]:checked") !== null`);
  await options.click("#messageLog");
  await options.until(`!document.querySelector("#log").hidden`);
  await page.bringToFront();
  await ask(page, "authenticate");
  await options.bringToFront();
  await options.until(`/extension to page: .*success/.test(document.querySelector("#log-entries").textContent)`);

  const log = await options.evaluate(`document.querySelector("#log-entries").textContent`);
  await options.click("#messageLog");
  await options.until(`document.querySelector("#log").hidden`);
  const left = await options.evaluate("chrome.storage.session.get(null)");

  const ways = log.split("\n").map((line) => /^[\d:.]+ ([a-z ]+):/.exec(line)[1]);
  assert.deepEqual(ways, ["page to extension", "host to extension", "extension to host", "host to extension", "extension to page"]);
  for (const secret of [TOKEN.signature, TOKEN.unverifiedCertificate]) assert.ok(!log.includes(secret), secret);
  assert.equal("messageLog.entries" in left, false);
  assert.equal(left.lastAction.command, "authenticate");
});

test("the popup tells the last action and how it ended", LIMIT, async (t) => {
  const { browser, page } = await startWith(t, [TOKEN]);
  await ask(page, "authenticate");

  const popup = await browser.open(`chrome-extension://${ID}/popup/popup.html`);
  await popup.until(`!document.querySelector("#last").hidden`);

  assert.match(await popup.evaluate(`document.querySelector("#last-what").textContent`), /^Log in · localhost:\d+ · \d\d:\d\d/);
  assert.equal(await popup.evaluate(`document.querySelector("#last-outcome").textContent`), "Succeeded.");
});

test("the sample page is clean for axe, light and dark", LIMIT, async (t) => {
  const { page } = await startWith(t, [TOKEN]);
  await page.evaluate(AXE);
  for (const scheme of ["light", "dark"]) {
    await page.looksLike(scheme, 360);
    assert.deepEqual(await faultsOf(page), [], scheme);
  }
});
