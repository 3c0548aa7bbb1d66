import { button, element, fillTexts, telling } from "../pages.js";
import { look } from "../popup/look.js";

fillTexts();
button("again").addEventListener("click", () => void lookAgain());
element("settings").addEventListener("click", () => void chrome.runtime.openOptionsPage());
void lookAgain();

function lookAgain() {
  return telling("summary", look, "again");
}
