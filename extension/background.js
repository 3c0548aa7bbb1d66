import { createCancels } from "./background/cancels.js";
import { createCatalogue } from "./background/catalogue.js";
import { createCounter } from "./background/counter.js";
import { createDesk } from "./background/desk.js";
import { ask } from "./background/host-client.js";
import { createKnownSites } from "./background/known-sites.js";
import { readSettings } from "./background/settings.js";
import { connectNative, disconnectReason, loadCatalogue } from "./browser.js";
import { PORT_NAME } from "./messages.js";

const cancels = createCancels(chrome.storage.session, Date.now);
const language = chrome.i18n.getUILanguage();

const desk = createDesk({
  ask: (plan, caller) => ask(plan, { connect: connectNative, disconnectReason, ...caller }),
  readSettings: () => readSettings(chrome.storage),
  cancels,
  knownSites: createKnownSites(chrome.storage.local),
  browser: { tab: (id) => chrome.tabs.get(id), window: (id) => chrome.windows.get(id), now: Date.now },
  version: chrome.runtime.getManifest().version,
  language,
});

const counter = createCounter({ desk, catalogue: createCatalogue(loadCatalogue), language });

chrome.runtime.onConnect.addListener((port) => {
  if (port.name === PORT_NAME) counter.receive(port);
});
chrome.tabs.onRemoved.addListener((tabId) => void cancels.forget(tabId));
