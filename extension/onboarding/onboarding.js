import { button, element, fillTexts, telling, text } from "../pages.js";
import { look } from "../popup/look.js";
import { privateHint } from "./private-windows.js";

fillTexts();
button("again").addEventListener("click", () => void lookAgain());
element("settings").addEventListener("click", () => void chrome.runtime.openOptionsPage());
void lookAgain();
void showPrivateHint();

function lookAgain() {
  return telling("summary", look, "again");
}

async function showPrivateHint() {
  const hint = privateHint(await chrome.extension.isAllowedIncognitoAccess(), chrome.runtime.getManifest());
  element("private").hidden = hint === undefined;
  element("private").textContent = hint === undefined ? "" : text(hint);
}
