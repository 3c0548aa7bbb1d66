import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { BridgeFailure } from "../../extension/background/failure.js";
import { authenticate, code, failing, makeWorld, sender, world } from "./desk-world.mjs";
import { settled, TOKEN } from "./fakes.mjs";

beforeEach(makeWorld);

for (const [what, change] of [
  [
    "a tab behind another",
    () => {
      world.tab.active = false;
      return {};
    },
  ],
  [
    "a window behind another",
    () => {
      world.focused = false;
      return {};
    },
  ],
  ["a hidden document", () => ({ presence: { visible: false } })],
  ["a page being prerendered", () => ({ from: sender({ documentLifecycle: "prerender" }) })],
]) {
  test(`${what} cannot ask for the card`, async () => {
    const { presence, from } = change();

    await assert.rejects(authenticate(presence, from), code("not-visible"));
    assert.deepEqual(world.asked, []);
  });
}

test("a click of the last 5 s proves that the page is in front, without a focused window", async () => {
  world.focused = false;

  assert.deepEqual(await authenticate({ gestureAt: world.now - 4999 }), TOKEN);
  await assert.rejects(authenticate({ gestureAt: world.now - 5000 }), code("not-visible"));
});

test("a click in the future proves nothing", async () => {
  world.focused = false;

  await assert.rejects(authenticate({ gestureAt: world.now + 1000 }), code("not-visible"));
});

test("a page nobody has used cannot ask for the card", async () => {
  await assert.rejects(authenticate({ used: false, gestureAt: 0 }), code("gesture-needed"));
  assert.deepEqual(world.asked, []);
});

test("after a Cancel only a new click opens the window again", async () => {
  world.hostAnswers = failing("user-cancelled");
  await assert.rejects(authenticate(), code("user-cancelled"));
  world.hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: world.now }), code("gesture-needed"));
  world.now += 10;
  assert.deepEqual(await authenticate({ gestureAt: world.now }), TOKEN);
});

test("three cancels close the tab's door; another tab's is open", async () => {
  world.hostAnswers = failing("user-cancelled");
  for (let i = 0; i < 3; i += 1) {
    world.now += 10;
    await assert.rejects(authenticate({ gestureAt: world.now }), code("user-cancelled"));
  }
  world.hostAnswers = async () => TOKEN;
  world.now += 10;

  await assert.rejects(authenticate({ gestureAt: world.now }), code("refused-after-cancels"));
  assert.deepEqual(await authenticate({ gestureAt: world.now }, sender({ tab: { id: 8 } })), TOKEN);
});

test("a login forgets the cancels before it", async () => {
  for (const outcome of ["no", "no", "yes", "no", "no"]) {
    world.hostAnswers = outcome === "no" ? failing("user-cancelled") : async () => TOKEN;
    world.now += 10;
    await authenticate({ gestureAt: world.now }).catch(() => {});
  }
  world.hostAnswers = async () => TOKEN;
  world.now += 10;

  assert.deepEqual(await authenticate({ gestureAt: world.now }), TOKEN);
});

test("a page that gives up and asks again needs a new click, and is not counted as a Cancel", async () => {
  const gestureAt = world.now - 100;
  for (let i = 0; i < 5; i += 1) {
    const abort = new AbortController();
    world.hostAnswers = async () => {
      abort.abort();
      throw new BridgeFailure("user-cancelled");
    };
    const by = { onProgress: () => {}, signal: abort.signal };
    await assert.rejects(authenticate({ gestureAt: gestureAt + i }, sender(), by), code("user-cancelled"));
  }
  world.hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: gestureAt + 4 }), code("gesture-needed"));
  assert.deepEqual(await authenticate({ gestureAt: gestureAt + 5 }), TOKEN);
});

test("a click that only the browser saw, in a frame, is used up when the page gives up", async () => {
  world.hostAnswers = failing("user-timeout");
  await assert.rejects(authenticate({ gestureAt: 0 }), code("user-timeout"));
  world.hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: 0 }), code("gesture-needed"));
  world.now += 1;
  assert.deepEqual(await authenticate({ gestureAt: world.now }), TOKEN);
});

test("a window nobody answered does not come back by itself", async () => {
  world.hostAnswers = failing("user-timeout");
  await assert.rejects(authenticate({ gestureAt: world.now }), code("user-timeout"));
  world.hostAnswers = async () => TOKEN;

  await assert.rejects(authenticate({ gestureAt: world.now }), code("gesture-needed"));
  world.now += 1;
  assert.deepEqual(await authenticate({ gestureAt: world.now }), TOKEN);
});

test("one window at a time for a tab and for a site; afterwards the next", async () => {
  let finish;
  world.hostAnswers = () =>
    new Promise((resolve) => {
      finish = () => resolve(TOKEN);
    });
  const first = authenticate();
  await settled();

  await assert.rejects(authenticate(), code("busy"));
  await assert.rejects(authenticate({}, sender({ tab: { id: 8 } })), code("busy"));
  const other = { url: "https://other.example/", origin: "https://other.example" };
  await assert.rejects(authenticate({}, sender(other)), code("busy"));
  finish();
  assert.deepEqual(await first, TOKEN);

  world.hostAnswers = async () => TOKEN;
  assert.deepEqual(await authenticate(), TOKEN);
});

test("a failure frees the tab", async () => {
  world.hostAnswers = failing("host-crashed");
  await assert.rejects(authenticate(), code("host-crashed"));
  world.hostAnswers = async () => TOKEN;

  assert.deepEqual(await authenticate(), TOKEN);
});
