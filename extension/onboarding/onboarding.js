import { button, element, fillTexts } from "../pages.js";
import { look } from "../popup/look.js";

const again = button("again");

fillTexts();
again.addEventListener("click", () => void lookAgain());
element("settings").addEventListener("click", () => void chrome.runtime.openOptionsPage());
void lookAgain();

async function lookAgain() {
  again.disabled = true;
  await look();
  again.disabled = false;
}
