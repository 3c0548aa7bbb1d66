import { createCancels } from "./background/cancels.js";
import { createCatalogue } from "./background/catalogue.js";
import { createCounter } from "./background/counter.js";
import { createDesk } from "./background/desk.js";
import { ask } from "./background/host-client.js";
import { logged } from "./background/host-log.js";
import { createKnownSites } from "./background/known-sites.js";
import { createLastAction } from "./background/last-action.js";
import { createMessageLog } from "./background/message-log.js";
import { createNeighbourMemory } from "./background/neighbour.js";
import { createPolicyWait } from "./background/policies.js";
import { keepFromContentScripts, readMessageLogChoice, readSettings, readWebEidChoice } from "./background/settings.js";
import { showSiteAccess } from "./background/site-access.js";
import { welcomeAfter } from "./background/welcome.js";
import { connectNative, disconnectReason, loadCatalogue } from "./browser.js";
import { PORT_NAME, WEB_EID_CHOICE, WEB_EID_HEARD } from "./messages.js";

const { local, managed, onChanged } = chrome.storage;
void keepFromContentScripts(local, managed);

const cancels = createCancels(chrome.storage.session, Date.now);
const language = chrome.i18n.getUILanguage();

const lastAction = createLastAction(chrome.storage.session, Date.now);
const log = createMessageLog({
  area: chrome.storage.session,
  isOn: () => readMessageLogChoice(chrome.storage).catch(() => false),
  now: Date.now,
});
const askHost = logged(ask, log);

const version = chrome.runtime.getManifest().version;
const installType = async () => (await chrome.management.getSelf()).installType;
const policies = createPolicyWait({ managed, local, onChanged, installType, version });

const desk = createDesk({
  ask: (plan, caller) => askHost(plan, { connect: connectNative, disconnectReason, ...caller }),
  readSettings: () => policies().then(() => readSettings(chrome.storage)),
  cancels,
  knownSites: createKnownSites(local),
  browser: { tab: (id) => chrome.tabs.get(id), window: (id) => chrome.windows.get(id), now: Date.now },
  version,
  language,
});

const ownLanguage = async () => (await readSettings(chrome.storage)).language;
const catalogue = createCatalogue(loadCatalogue);
const counter = createCounter({ desk, catalogue, language, ownLanguage, lastAction, log });
const neighbour = createNeighbourMemory(local);

chrome.runtime.onConnect.addListener((port) => {
  if (port.name === PORT_NAME) counter.receive(port);
});
chrome.runtime.onMessage.addListener((message, _sender, respond) => {
  if (message?.type === WEB_EID_HEARD) void neighbour.note(message.other === true);
  if (message?.type !== WEB_EID_CHOICE) return false;
  const choice = policies().then(() => readWebEidChoice(chrome.storage));
  void choice.then(neighbour.refine).then(respond, () => respond("auto"));
  return true;
});
onChanged.addListener((_changes, area) => {
  if (area !== "session") void log.changed();
});
chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  const shown = welcomeAfter(reason, await installType());
  const url = chrome.runtime.getURL("onboarding/onboarding.html");
  if (shown !== undefined) await chrome.tabs.create({ ...shown, url });
});
chrome.tabs.onRemoved.addListener((tabId) => void cancels.forget(tabId));

const siteAccess = () => showSiteAccess(chrome, chrome.runtime.getManifest());
chrome.permissions.onAdded.addListener(siteAccess);
chrome.permissions.onRemoved.addListener(siteAccess);
void siteAccess();
