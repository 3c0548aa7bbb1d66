import { createCancels } from "./background/cancels.js";
import { createCatalogue } from "./background/catalogue.js";
import { createCounter } from "./background/counter.js";
import { createDesk } from "./background/desk.js";
import { ask } from "./background/host-client.js";
import { createKnownSites } from "./background/known-sites.js";
import { keepFromContentScripts, readSettings, readWebEidChoice } from "./background/settings.js";
import { connectNative, disconnectReason, loadCatalogue } from "./browser.js";
import { PORT_NAME, WEB_EID_CHOICE } from "./messages.js";

void keepFromContentScripts(chrome.storage.local);

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
chrome.runtime.onMessage.addListener((message, _sender, respond) => {
  if (message?.type !== WEB_EID_CHOICE) return false;
  void readWebEidChoice(chrome.storage).then(respond);
  return true;
});
chrome.tabs.onRemoved.addListener((tabId) => void cancels.forget(tabId));
