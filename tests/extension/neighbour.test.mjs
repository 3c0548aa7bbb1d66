import assert from "node:assert/strict";
import { test } from "node:test";
import { createNeighbourMemory } from "../../extension/background/neighbour.js";
import { fakeArea } from "./fakes.mjs";

test("the first time, everybody is waited for", async () => {
  assert.equal(await createNeighbourMemory(fakeArea()).refine("auto"), "auto");
});

test("nobody was heard: nobody is waited for, also after a restart of the worker", async () => {
  const area = fakeArea();
  await createNeighbourMemory(area).note(false);

  assert.equal(await createNeighbourMemory(area).refine("auto"), "alone");
});

test("somebody was heard: the waiting is back", async () => {
  const memory = createNeighbourMemory(fakeArea());
  await memory.note(false);
  await memory.note(true);

  assert.equal(await memory.refine("auto"), "auto");
});

test("a switch or a policy goes before the memory", async () => {
  const memory = createNeighbourMemory(fakeArea());
  await memory.note(false);

  assert.deepEqual([await memory.refine("on"), await memory.refine("off")], ["on", "off"]);
});

test("what is known already is not written again", async () => {
  const area = fakeArea();
  let writes = 0;
  const counting = { get: area.get, set: (values) => (writes++, area.set(values)) };
  const memory = createNeighbourMemory(counting);
  for (const other of [true, false, false, true, true]) await memory.note(other);

  assert.equal(writes, 2);
});
