// The page library as an npm package: node extension/packaging/page-library.mjs [--work DIR] [--out DIR]
// Needs `npm ci` in extension/ for the compiler that writes the types. The same sources and npm give the same bytes.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const EXTENSION = join(dirname(fileURLToPath(import.meta.url)), "..");
const PAGE = join(EXTENSION, "page");
const PACKED = ["eidbridge.js", "package.json", "README.md"];

/**
 * @param {string} work folder that is filled with what is packed
 * @param {string} out folder of the archive
 * @returns {string} its name
 */
export function packPageLibrary(work, out) {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(out, { recursive: true });
  for (const name of PACKED) cpSync(join(PAGE, name), join(work, name));
  cpSync(join(EXTENSION, "../LICENSE"), join(work, "LICENSE"));
  writeTypes(work);
  const [{ filename }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", out], work));
  return filename;
}

/** @param {string} folder */
function writeTypes(folder) {
  const compiler = join(EXTENSION, "node_modules/typescript/bin/tsc");
  const wanted = [
    ...["--allowJs", "--declaration", "--emitDeclarationOnly", "--strict"],
    ...["--target", "es2022", "--lib", "es2022,dom"],
  ];
  run(process.execPath, [compiler, ...wanted, "--types", "", "--outDir", folder, join(folder, "eidbridge.js")], folder);
}

/** @param {string} program @param {string[]} args @param {string} cwd */
function run(program, args, cwd) {
  const shell = program === "npm" && process.platform === "win32";
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], shell });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = { type: /** @type {const} */ ("string") };
  const { values } = parseArgs({ options: { work: text, out: text } });
  const dist = join(EXTENSION, "../dist");
  const work = resolve(values.work ?? join(dist, "page-library"));
  const name = packPageLibrary(work, resolve(values.out ?? join(dist, "packages")));
  process.stdout.write(`${name}\n`);
}
