/** Runs the commands of the runbook and of two more documents. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { blocksOf, commandsOf, readDocument } from "./documents.ts";
import { testDocuments, type NotRun } from "./run-documents.ts";

/** The documents, with each command that is not run here and the reason. */
const notRun: NotRun = {
  "docs/runbook.md": { "npm ci": "the copy links the packages that are installed already" },
  "docs/plan.md": {
    "read -rs …": "only the capture below uses it",
    "npx tsx src/cli.ts capture …": "a capture needs an API key and the venue",
    "query=…": "only the requests below use it",
    "signature=…": "only the requests below use it",
    "curl …": "a capture needs an API key and the venue",
  },
  "README.md": {
    "npm ci && npm run smoke": "the copy links the packages; the runbook has the smoke test",
    "npm test": "it takes minutes, and it runs this test",
    "npx tsx src/cli.ts fuzz --seed 2 …":
      "src/cli/examples.slow.test.ts runs a campaign of the fixed bot",
    "npm run clients": "it installs packages and writes docs/clients.md",
    "npx tsx src/cli.ts fuzz --wire …": "scripts/clients/clients.slow.test.ts judges both bots",
    "npx reconcile-harness …":
      "src/cli/init.test.ts runs these in an empty folder, and scripts/package.slow.test.ts the package",
  },
};

// The README's bot needs Python.
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const runnable = Object.entries(notRun).filter(([path]) => path !== "README.md" || hasPython);

testDocuments(Object.fromEntries(runnable));

test("the workflow of this project has each step that the runbook shows", () => {
  const workflow = readFileSync(join(packageRoot, ".github/workflows/ci.yml"), "utf8");
  const blocks = blocksOf(readDocument("docs/runbook.md"));
  const steps = blocks.filter(({ language }) => language === "yaml").flatMap(commandsOf);
  expect(steps).toHaveLength(4);
  for (const step of steps) expect(workflow).toContain(`      ${step}\n`);
});

test("every block of the runbook has a known language, so that no command escapes this test", () => {
  const languages = blocksOf(readDocument("docs/runbook.md")).map(({ language }) => language);
  expect(languages.filter((name) => !["sh", "text", "yaml"].includes(name))).toEqual([]);
});
