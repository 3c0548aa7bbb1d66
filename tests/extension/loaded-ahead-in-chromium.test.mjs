import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { buildExtension, startChromium } from "./chromium.mjs";
import { NONCE, readText } from "./fakes.mjs";

const WORK = mkdtempSync(join(tmpdir(), "eidbridge-ahead-"));
const EXTENSION = buildExtension(WORK);
const LIMIT = { timeout: 60_000 };
after(() => rmSync(WORK, { recursive: true }));

/** Has the next page loaded ahead, and goes there when that one has said something. */
const HERE = `<!doctype html><script type="speculationrules">{ "prerender": [{ "urls": ["/next.html"], "eagerness": "immediate" }] }</script>
<script>fetch("/said").then(() => (location.href = "/next.html"));</script>`;

/** Asks for the status and for the card at once; what is not to be had before somebody has come is told then. */
const NEXT = `<!doctype html><script type="module">
  import { authenticate, status } from "/eidbridge.js";
  const outcome = (asked) => asked.then(() => "done", ({ code }) => code);
  const tell = (what) => fetch("/tell", { method: "POST", body: JSON.stringify(what) });
  const ahead = document.prerendering;
  const asked = outcome(status());
  await tell({ ahead, login: await outcome(authenticate("${NONCE}")) });
  await tell({ status: await asked, ahead: document.prerendering });
</script>`;

/** Serves both pages; `told` resolves with what the second one tells, the first and the second time. */
async function startSite(t) {
  const tellers = [];
  const told = [0, 1].map(() => new Promise((resolve) => tellers.push(resolve)));
  const bodies = { "/here.html": HERE, "/next.html": NEXT, "/eidbridge.js": readText("extension/page/eidbridge.js") };
  const site = createServer(async (request, answer) => {
    let body = "";
    for await (const part of request) body += part;
    if (request.url === "/tell") tellers.shift()(JSON.parse(body));
    if (request.url === "/said") await told[0];
    answer.writeHead(200, { "Content-Type": request.url.endsWith(".js") ? "text/javascript" : "text/html" }).end(bodies[request.url]);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  t.after(() => site.close());
  return { address: `http://localhost:${site.address().port}/here.html`, told };
}

test("a page that Chromium loads ahead gets no window and starts no program; its status is answered when the person has come", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION, host: [{}] });
  t.after(() => browser.close());
  const site = await startSite(t);

  await browser.openUnwatched(site.address);

  assert.deepEqual(await site.told[0], { ahead: true, login: "not-visible" });
  assert.ok(!browser.asked().includes("authenticate"), browser.asked());
  assert.deepEqual(await site.told[1], { status: "done", ahead: false });
});
