// Adds up the runners' own reports and prints the line that ends `./build.sh test`.
// usage: node tests/count-results.mjs FOLDER; exit code 1 when anything failed or a report is missing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const root = join(import.meta.dirname, "..");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
const sum = { passed: 0, failed: 0, skipped: 0 };
const missing = [];

const projects = [...readFileSync(join(root, "EidBridge.sln"), "utf8").matchAll(/"(EidBridge\.[A-Za-z]+\.Tests)"/g)].map((m) => m[1]);
const reports = files.filter((f) => f.endsWith(".trx")).map((f) => readFileSync(join(folder, f), "utf8"));
for (const project of projects) {
  const report = reports.find((text) => text.toLowerCase().includes(`${project.toLowerCase()}.dll`));
  const counters = report?.match(/<Counters ([^>]*)\/?>/)?.[1];
  if (!counters) {
    missing.push(project);
    continue;
  }
  const count = (/** @type {string} */ name) => Number(counters.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  sum.passed += count("passed");
  sum.failed += count("failed");
  sum.skipped += count("total") - count("passed") - count("failed");
}

const junit = files.find((f) => f.endsWith("extension.junit.xml"));
if (junit) {
  const text = readFileSync(join(folder, junit), "utf8");
  const last = (/** @type {string} */ name) => Number(text.match(new RegExp(`<!-- ${name} (\\d+) -->`))?.[1] ?? 0);
  sum.passed += last("pass");
  sum.failed += last("fail") + last("cancelled");
  sum.skipped += last("skipped") + last("todo");
} else {
  missing.push("tests/extension");
}

for (const name of missing) console.error(`no report from ${name}`);
sum.failed += missing.length;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed > 0 ? 1 : 0);
