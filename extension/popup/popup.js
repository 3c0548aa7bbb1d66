import { readLastAction } from "../background/last-action.js";
import { button, catalogue, element, fillTexts, language, telling, text } from "../pages.js";
import { look } from "./look.js";
import { whatWasDone } from "./parts.js";

fillTexts();
button("again").addEventListener("click", () => void lookAgain());
element("settings").addEventListener("click", () => {
  void chrome.runtime.openOptionsPage();
  window.close();
});
void showLastAction();
void lookAgain();

function lookAgain() {
  return telling("summary", look, "again");
}

async function showLastAction() {
  const last = await readLastAction(chrome.storage.session);
  if (last === undefined) return;
  const when = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(last.at);
  element("last-what").textContent = [text(whatWasDone(last)), last.site, when].filter(Boolean).join(" · ");
  const outcome = last.code === undefined ? text("lastDone") : await catalogue.say(last.code, language);
  element("last-outcome").textContent = outcome;
  element("last").hidden = false;
}
