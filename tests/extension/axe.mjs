import { readFileSync } from "node:fs";

export const AXE = readFileSync(new URL("../../extension/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Everything axe finds wrong in a page into which it was loaded, as one line each. */
export const faultsOf = (page) =>
  page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " " + target + " " + failureSummary)))`);
