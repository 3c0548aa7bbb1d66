import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { createPolicyWait, policiesMs } from "../../extension/background/policies.js";
import { fakeArea, settled } from "./fakes.mjs";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A worker that has just started; `restart()` makes the next one, with what was stored. */
function worker({ type = "admin", policies = {}, local = fakeArea(), version = "0.1.0", installType = async () => type } = {}) {
  const listeners = [];
  const arrived = createPolicyWait({
    managed: { get: async () => policies },
    local,
    onChanged: { addListener: (listener) => listeners.push(listener) },
    installType,
    version,
  });
  let over = false;
  return {
    ask: () => {
      over = false;
      void arrived().then(() => (over = true));
    },
    isOver: async () => {
      await settled();
      return over;
    },
    change: (area) => listeners.forEach((listener) => listener({}, area)),
    restart: (more) => worker({ type, policies, local, version, ...more }),
  };
}

test("installed by an administrator, a request waits for the policies; a change of another storage is none", async () => {
  const first = worker();
  first.ask();
  assert.equal(await first.isOver(), false);
  first.change("local");
  assert.equal(await first.isOver(), false);

  first.change("managed");
  assert.equal(await first.isOver(), true);
});

for (const type of ["normal", "sideload", "other"]) {
  test(`policies count for an extension that is ${type} as well, and may come as late`, async () => {
    const first = worker({ type });
    first.ask();
    assert.equal(await first.isOver(), false);

    first.change("managed");
    assert.equal(await first.isOver(), true);
  });
}

test("a browser that once fails to say how we were installed is asked again by the next request", async () => {
  const said = [() => Promise.reject(new Error("busy")), async () => "normal"];
  const first = worker({ installType: () => said.shift()() });
  first.ask();
  assert.equal(await first.isOver(), true);

  first.ask();
  assert.equal(await first.isOver(), false);
  first.change("managed");
  assert.equal(await first.isOver(), true);
});

test("policies that came before the first request are not waited for", async () => {
  const first = worker();
  first.change("managed");
  first.ask();

  assert.equal(await first.isOver(), true);
});

// A Web eID page gives its status 6 s, and the program has to start in them.
for (const [type, ms] of [
  ["admin", 5000],
  ["normal", 2000],
]) {
  test(`where nobody set anything that is waited for once (${type}), and not again by the next worker`, async () => {
    const first = worker({ type });
    first.ask();
    await settled();
    mock.timers.tick(ms - 1);
    assert.equal(await first.isOver(), false);
    mock.timers.tick(1);
    assert.equal(await first.isOver(), true);

    const second = first.restart();
    second.ask();
    assert.equal(await second.isOver(), true);
  });
}

test("after an update they are waited for again", async () => {
  const first = worker();
  first.ask();
  await settled();
  mock.timers.tick(policiesMs("admin"));
  await settled();

  const updated = first.restart({ version: "0.2.0" });
  updated.ask();
  assert.equal(await updated.isOver(), false);
});

for (const [what, about] of [
  ["policies that are there", { policies: { language: "nl" } }],
  ["a folder of a developer", { type: "development" }],
]) {
  test(`${what}: nothing is waited for`, async () => {
    const first = worker(about);
    first.ask();

    assert.equal(await first.isOver(), true);
  });
}

test("Firefox, which rejects where there are no policies, is not waited for, and is asked once", async () => {
  let asked = 0;
  const arrived = createPolicyWait({
    managed: { get: () => Promise.reject(new Error(`Managed storage manifest not found, ${++asked}`)) },
    local: fakeArea(),
    onChanged: { addListener: () => {} },
    installType: async () => "admin",
    version: "0.1.0",
  });

  await arrived();
  await arrived();
  assert.equal(asked, 1);
});
