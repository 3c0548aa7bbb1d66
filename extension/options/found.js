import { element, lineOf, make, telling, text } from "../pages.js";
import { statesOf } from "./diagnose.js";

/** @typedef {import("./diagnose.js").Diagnosis} Diagnosis */

/** @param {Diagnosis} found @param {string} version of the extension @param {string} [advice] when something failed */
export function showFound(found, version, advice) {
  const states = statesOf(found);
  const values = { extension: version, host: found.host?.version, reader: found.readers, card: found.cards };
  element("parts").replaceChildren(
    ...[
      line("partExtension", states.extension, values.extension),
      line("partHost", states.host, values.host),
      line("partReader", states.reader, values.reader),
      line("partCard", states.card, values.card),
    ],
  );
  const complete = !Object.values(states).includes("bad");
  element("outcome").textContent = text(complete ? "allReady" : "notReady");
  element("help").textContent = advice ?? helpFor(states);
  element("help").hidden = element("help").textContent === "";
  element("found").hidden = false;
}

/** @param {string} name @param {import("./diagnose.js").State} state @param {unknown} [value] */
function line(name, state, value) {
  const shown = value === undefined ? "" : String(value);
  if (state !== "unknown") return lineOf({ name, value: shown, state });
  const item = make("li", "unknown", "");
  item.append(make("span", "mark", "?"), make("span", "name", text(name)), make("span", "value", text("unknown")));
  item.querySelector(".mark")?.setAttribute("aria-hidden", "true");
  return item;
}

/** @param {ReturnType<typeof statesOf>} states */
function helpFor({ reader, card }) {
  if (reader === "bad") return text("noReaderHelp");
  return card === "bad" ? text("noCardHelp") : "";
}

/** @param {string} from id of the text @param {string} told id of where success is said */
export async function copyText(from, told) {
  await telling(told, async () => {
    await navigator.clipboard.writeText(element(from).textContent ?? "");
    element(told).textContent = text("copied");
  });
}
