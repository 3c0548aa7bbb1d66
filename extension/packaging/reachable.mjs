// What the extension is made of: whatever its manifest names, and what that names in turn. A note, an editor's copy or
// a module that nobody imports any more is not shipped.
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { LANGUAGES } from "../background/catalogue.js";

const FILE = /^[\w./-]+\.(js|json|html|css|png)$/;

/**
 * How a file names others, by its ending; from its own folder, or from the extension's.
 * @type {Record<string, [RegExp, "folder" | "root"][]>}
 */
const NAMES = {
  js: [
    [/^(?:import|export)\b[^;"']*"(\.{1,2}\/[^"]+)"/gm, "folder"],
    [/\bgetURL\("([^"]+)"\)/g, "root"],
  ],
  html: [[/\b(?:src|href)="([^"]+)"/g, "folder"]],
  css: [[/\burl\("?([^")]+)"?\)/g, "folder"]],
};

/**
 * @param {string} root folder of the sources
 * @param {Record<string, unknown>} manifest of one browser
 * @param {string[]} made files that the build makes itself
 * @returns {string[]} paths from the root, with /; throws when a file that is named is not there
 */
export function reachable(root, manifest, made) {
  const found = new Set(made);
  const open = [...filesIn(manifest), ...LANGUAGES.map((language) => `_locales/${language}/messages.json`)];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    open.push(...namedBy(file, readFileSync(join(root, file), "utf8")));
  }
  return [...found].filter((file) => !made.includes(file)).sort();
}

/** Every value of a manifest that is a file. @param {unknown} value @returns {string[]} */
function filesIn(value) {
  if (typeof value === "string") return FILE.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(filesIn) : [];
}

/** @param {string} file @param {string} source */
function namedBy(file, source) {
  const patterns = NAMES[file.slice(file.lastIndexOf(".") + 1)] ?? [];
  return patterns.flatMap(([pattern, from]) =>
    [...source.matchAll(pattern)]
      .map(([, name]) => (from === "root" ? name : posix.join(posix.dirname(file), name)))
      .filter((name) => FILE.test(name)),
  );
}
