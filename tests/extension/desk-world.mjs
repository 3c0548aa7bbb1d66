import { createCancels } from "../../extension/background/cancels.js";
import { createDesk } from "../../extension/background/desk.js";
import { BridgeFailure } from "../../extension/background/failure.js";
import { createKnownSites } from "../../extension/background/known-sites.js";
import { fakeArea, HELLO, NONCE, ORIGIN, TOKEN } from "./fakes.mjs";

/** Around the desk, made anew for each test: a page in front that somebody used a minute ago, a willing host. */
export const world = {};

export function makeWorld() {
  const now = () => world.now;
  Object.assign(world, {
    now: 1_000_000,
    tab: { active: true, windowId: 3 },
    focused: true,
    settings: { allowedOrigins: undefined, allowHttpLocalhost: true, minimumHostVersion: undefined },
    asked: [],
    hostAnswers: async ({ command }) => (command === "authenticate" ? TOKEN : {}),
  });
  world.desk = createDesk({
    ask: async (plan, by) => {
      const { request } = plan(HELLO);
      world.asked.push(request);
      return { hello: HELLO, answer: await world.hostAnswers(request, by) };
    },
    readSettings: async () => world.settings,
    cancels: createCancels(fakeArea(), now),
    knownSites: createKnownSites(fakeArea()),
    browser: { tab: async () => world.tab, window: async () => ({ focused: world.focused }), now },
    version: "0.1.0",
    language: "en",
  });
}

export const sender = (more = {}) => ({
  tab: { id: 7, incognito: false },
  frameId: 0,
  url: `${ORIGIN}/login?x#y`,
  origin: ORIGIN,
  documentLifecycle: "active",
  ...more,
});

export const caller = () => ({ onProgress: () => {}, signal: new AbortController().signal });

export const message = (command, presence = {}, given = {}) => ({
  dialect: "eidbridge",
  command,
  arguments: { challengeNonce: NONCE, lang: "nl", ...given },
  presence: { used: true, gestureAt: world.now - 60_000, visible: true, ...presence },
});

export const authenticate = (presence, from = sender(), by = caller()) =>
  world.desk.serve(from, message("authenticate", presence), by);

export const status = (from = sender()) => world.desk.serve(from, message("status"), caller());

export const code = (expected) => ({ code: expected });

export const failing = (expected) => async () => {
  throw new BridgeFailure(expected);
};
