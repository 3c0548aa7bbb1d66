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

/** Ways of a script to name a file that the patterns above do not see: better no package than one without it. */
const NOT_SEEN = /\bimport\s*\(|\bimport\s*\.\s*meta\b|\b(?:import|from)\s*'|\bgetURL\s*\((?!"[^"]+"\)).*/;
const COMMENTS = /^[ \t]*\/\/.*|\/\*\*[^]*?\*\//gm;

/**
 * @param {string} root folder of the sources
 * @param {Record<string, unknown>} manifest of one browser
 * @param {string[]} made files that the build makes itself
 * @returns {string[]} paths from the root, with /; throws when a file that is named is not there, or named unclearly
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
  const kind = file.slice(file.lastIndexOf(".") + 1);
  const unclear = kind === "js" ? NOT_SEEN.exec(source.replace(COMMENTS, "")) : null;
  if (unclear !== null) throw new Error(`${file}: ${unclear[0]} names what cannot be followed`);
  const patterns = NAMES[kind] ?? [];
  return patterns.flatMap(([pattern, from]) =>
    [...source.matchAll(pattern)]
      .map(([, name]) => (from === "root" ? name : posix.join(posix.dirname(file), name)))
      .filter((name) => FILE.test(name)),
  );
}
