import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { AXE, faultsOf } from "./axe.mjs";
import { buildExtension, ID, startChromium } from "./chromium.mjs";
import { readJson } from "./fakes.mjs";

const PICTURES = fileURLToPath(new URL("../../dist/extension-pages", import.meta.url));
const WORK = mkdtempSync(join(tmpdir(), "eidbridge-pages-"));
const EXTENSION = buildExtension(WORK);
const READY = [{ version: "2.9.0+eidbridge.0.1.0", readers: [{ card: true }] }];
const LIMIT = { timeout: 120_000 };
mkdirSync(PICTURES, { recursive: true });
after(() => rmSync(WORK, { recursive: true }));

const address = (page) => `chrome-extension://${ID}/${page}`;
const PAGES = {
  popup: { path: "popup/popup.html", ready: `document.querySelectorAll("#parts li").length > 0` },
  onboarding: { path: "onboarding/onboarding.html", ready: `document.querySelectorAll("#parts li").length > 0` },
  options: {
    path: "options/options.html",
    ready: `document.querySelector("input[name=webEid]:checked") !== null`,
    prepare: async (page) => {
      await page.click("#messageLog");
      await page.until(`!document.querySelector("#log").hidden`);
      await page.click("#diagnose");
      await page.until(`document.querySelector("#report").textContent !== ""`);
    },
  },
};

async function openPage(browser, { path, ready, prepare }) {
  const page = await browser.open(address(path));
  await page.until(ready);
  await prepare?.(page);
  return page;
}

async function faults(page) {
  await page.evaluate(AXE);
  return faultsOf(page);
}

const OVERFLOW = `document.documentElement.scrollWidth > document.documentElement.clientWidth`;

for (const language of ["nl", "fr", "de", "en"]) {
  test(`popup, welcome page and options are clean for axe and fit, light and dark, narrow and wide, in ${language}`, LIMIT, async (t) => {
    // In two of the languages nothing is installed: what is missing must be readable as well.
    const browser = await startChromium({ extension: EXTENSION, language, host: ["nl", "de"].includes(language) ? READY : undefined });
    t.after(() => browser.close());
    for (const [name, about] of Object.entries(PAGES)) {
      const page = await openPage(browser, about);
      assert.equal(await page.evaluate("document.documentElement.lang"), language);
      for (const scheme of ["light", "dark"]) {
        for (const width of [360, 1280]) {
          await page.looksLike(scheme, width);
          await page.screenshot(join(PICTURES, `${name}-${language}-${scheme}-${width}.png`));
          assert.deepEqual(await faults(page), [], `${name} ${scheme} ${width}`);
          assert.equal(await page.evaluate(OVERFLOW), false, `${name} ${width} is wider than its window`);
        }
      }
      await page.close();
    }
  });
}

test("with program, reader and card everything is in place, and the report says so", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION, host: READY });
  t.after(() => browser.close());

  const popup = await openPage(browser, PAGES.popup);
  await popup.until(`document.querySelector("#summary").textContent === "Everything is in place."`);
  const options = await openPage(browser, PAGES.options);
  const report = await options.evaluate(`document.querySelector("#report").textContent`);

  assert.match(report, /^host: good, 0\.1\.0, says 2\.9\.0\+eidbridge\.0\.1\.0, protocol 1, first word after \d+ ms, answer after \d+ ms$/m);
  assert.match(report, /^reader: good, 1$/m);
  assert.match(report, /^card: good, 1$/m);
});

test("without a program the report gives our code and the browser's words", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION });
  t.after(() => browser.close());

  const options = await openPage(browser, PAGES.options);
  const report = await options.evaluate(`document.querySelector("#report").textContent`);

  assert.match(report, /^failure: host-missing, browser: "Specified native messaging host not found\."$/m);
});

test("the report is copied by its button, and the welcome page leads to the options", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION, host: READY });
  t.after(() => browser.close());
  const welcome = await openPage(browser, PAGES.onboarding);
  await welcome.until(`document.querySelector("#private").textContent.includes("chrome://extensions")`);
  await welcome.click("#settings");
  await browser.target(({ url }) => url === address(PAGES.options.path));
  const options = await openPage(browser, PAGES.options);
  await options.bringToFront();
  const report = await options.evaluate(`document.querySelector("#report").textContent`);

  await options.click("#copy");
  await options.until(`document.querySelector("#copied").textContent === "Copied."`);
  await options.evaluate(`document.body.append(Object.assign(document.createElement("textarea"), { id: "paste" })); document.querySelector("#paste").focus()`);
  await options.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "v", commands: ["paste"] });

  assert.equal(await options.evaluate(`document.querySelector("#paste").value`), report);
});

/** What Tab stops at, from the top of a page until it leaves it, and how each shows that it has the focus. */
async function walk(page) {
  await page.evaluate(`document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0);
    document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex")`);
  const reached = [];
  for (let stops = 0; stops < 20; stops += 1) {
    await page.press("Tab", 9);
    // The page is scrolled to what has the focus a moment later, and for at most 2 s that is waited for.
    const stop = await page.evaluate(`(async () => {
      const e = document.activeElement; const style = getComputedStyle(e);
      const seen = () => { const { top, bottom, width } = e.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight && width > 0; };
      for (let look = 0; look < 100 && !seen(); look += 1) await new Promise((resolve) => setTimeout(resolve, 20));
      return { id: e.id || e.name || e.tagName, outline: style.outlineStyle + " " + style.outlineWidth, seen: seen() }; })()`);
    if (stop.id === "BODY" || stop.id === reached[0]?.id) break;
    reached.push(stop);
  }
  return reached;
}

for (const [name, stops] of [
  ["popup", ["again", "settings"]],
  ["onboarding", ["again", "settings"]],
  ["options", ["diagnose", "report", "copy", "language", "webEid", "allowHttpLocalhost", "messageLog", "A"]],
]) {
  test(`every control of ${name} is reached by Tab, in reading order, and shows that it has the focus`, LIMIT, async (t) => {
    const browser = await startChromium({ extension: EXTENSION, host: READY });
    t.after(() => browser.close());
    const page = await openPage(browser, PAGES[name]);
    await page.until(`document.querySelector("#again:disabled, #diagnose:disabled") === null`);
    // A page behind another one is not scrolled to what has the focus.
    await page.bringToFront();

    const reached = await walk(page);

    assert.deepEqual(
      reached.map(({ id }) => id),
      stops,
    );
    for (const { id, outline, seen } of reached) assert.ok(seen && /^(solid|auto) [2-9]/.test(outline), `${id}: ${outline}, in sight: ${seen}`);
  });
}

test("an installation opens the welcome page, behind the tab of whoever loads it unpacked", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION });
  t.after(() => browser.close());

  const { url, type } = await browser.target(({ url: at }) => at === address("onboarding/onboarding.html"));

  assert.deepEqual([url, type], [address("onboarding/onboarding.html"), "page"]);
});

test("what a policy decides is shown, cannot be changed, and is in the report", LIMIT, async (t) => {
  const policy = { webEid: "off", allowHttpLocalhost: false, messageLog: false, language: "fr", allowedOrigins: ["https://portal.example"] };
  const browser = await startChromium({ extension: EXTENSION, policy });
  t.after(() => browser.close());
  const page = await browser.open(address(PAGES.options.path));
  await page.until(`document.querySelectorAll("main :disabled:is(input, select)").length === 6`);
  await page.click("#diagnose");
  await page.until(`document.querySelector("#report").textContent !== ""`);

  const shown = await page.evaluate(`[document.querySelector("input[name=webEid]:checked").value, document.querySelector("#language").value,
    document.querySelector("#allowHttpLocalhost").checked, document.querySelector("#messageLog").checked]`);
  const notes = await page.evaluate(`[...document.querySelectorAll(".managed")].filter(({ hidden }) => !hidden).length`);
  const report = await page.evaluate(`document.querySelector("#report").textContent`);

  assert.deepEqual(shown, ["off", "fr", false, false]);
  assert.equal(notes, 4);
  assert.match(report, /^webEid: off \(policy\)$/m);
  assert.match(report, /^sites listed by policy: 1$/m);
  assert.deepEqual(await faults(page), []);
});

test("a policy that cannot be read is said at the switches and by the diagnosis, which can be run again", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION, host: READY });
  t.after(() => browser.close());
  const page = await openPage(browser, { ...PAGES.options, prepare: undefined });
  const sentence = readJson("native-host/EidBridge.Protocol/errors.json")["configuration-refused"].text.en;
  await page.evaluate(`chrome.storage.managed.get = () => Promise.reject(new Error("IO error"))`);

  await page.click("#messageLog");
  await page.until(`document.querySelector("#saved").textContent.startsWith(${JSON.stringify(sentence)})`);
  await page.click("#diagnose");
  await page.until(`document.querySelector("#report").textContent !== ""`);

  assert.ok((await page.evaluate(`document.querySelector("#help").textContent`)).startsWith(sentence));
  assert.match(await page.evaluate(`document.querySelector("#report").textContent`), /^failure: configuration-refused, Error: IO error$/m);
  await page.until(`!document.querySelector("#diagnose").disabled`);
});

test("what is switched in the options holds after the page is opened again", LIMIT, async (t) => {
  const browser = await startChromium({ extension: EXTENSION });
  t.after(() => browser.close());
  const first = await openPage(browser, { ...PAGES.options, prepare: undefined });
  const before = await first.evaluate(`document.querySelector("#allowHttpLocalhost").checked`);
  await first.click(`input[value="off"]`);
  await first.click("#allowHttpLocalhost");
  await first.until(`document.querySelector("#saved").textContent !== ""`);
  await first.close();

  const again = await openPage(browser, { ...PAGES.options, prepare: undefined });

  assert.equal(await again.evaluate(`document.querySelector("input[name=webEid]:checked").value`), "off");
  assert.equal(await again.evaluate(`document.querySelector("#allowHttpLocalhost").checked`), !before);
});
