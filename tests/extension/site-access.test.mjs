import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestForFirefox } from "../../extension/build.mjs";
import { showSiteAccess } from "../../extension/background/site-access.js";
import { readJson } from "./fakes.mjs";

const CHROMIUM = readJson("extension/manifest.json");
const FIREFOX = manifestForFirefox(CHROMIUM, "id@example.be");

async function shown(manifest, granted) {
  const seen = {};
  await showSiteAccess(
    {
      permissions: {
        contains: async ({ origins }) => {
          seen.origins = origins;
          return granted;
        },
      },
      action: {
        setBadgeText: ({ text }) => (seen.badge = text),
        setTitle: ({ title }) => (seen.title = title),
      },
      i18n: { getMessage: (name) => name },
    },
    manifest,
  );
  return seen;
}

test("Firefox: sites that were taken away are shown at the icon", async () => {
  assert.deepEqual(await shown(FIREFOX, false), {
    origins: CHROMIUM.content_scripts[0].matches,
    badge: "!",
    title: "siteAccessMissing",
  });
});

test("Firefox: given back, the icon is as before", async () => {
  const { badge, title } = await shown(FIREFOX, true);

  assert.deepEqual([badge, title], ["", "popupTitle"]);
});

test("Chromium is not asked", async () => {
  assert.deepEqual(await shown(CHROMIUM, false), {});
});
