import { LOG_KEY, readLog } from "../background/message-log.js";
import { button, element, telling } from "../pages.js";
import { copyText } from "./found.js";
import { lineFor } from "./log-line.js";

export function startLog() {
  button("log-copy").addEventListener("click", () => void copyText("log-entries", "log-copied"));
  const clear = () => chrome.storage.session.remove(LOG_KEY);
  button("log-clear").addEventListener("click", () => void telling("log-copied", clear));
}

export async function showLog() {
  const entries = await readLog(chrome.storage.session);
  element("log-entries").textContent = entries.map(lineFor).join("\n");
  element("log-entries").hidden = entries.length === 0;
  element("log-empty").hidden = entries.length > 0;
  button("log-copy").disabled = button("log-clear").disabled = entries.length === 0;
}
