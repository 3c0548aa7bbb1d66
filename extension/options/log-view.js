import { LOG_KEY, readLog } from "../background/message-log.js";
import { button, element } from "../pages.js";
import { copyText } from "./found.js";
import { lineFor } from "./log-line.js";

export function startLog() {
  button("log-copy").addEventListener("click", () => void copyText("log-entries", "log-copied"));
  button("log-clear").addEventListener("click", () => void chrome.storage.session.remove(LOG_KEY));
}

export async function showLog() {
  const entries = await readLog(chrome.storage.session);
  element("log-entries").textContent = entries.map(lineFor).join("\n");
  element("log-entries").hidden = entries.length === 0;
  element("log-empty").hidden = entries.length > 0;
  button("log-copy").disabled = button("log-clear").disabled = entries.length === 0;
}
