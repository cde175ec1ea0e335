/** Lint holds every arrow of ARCHITECTURE.md: each forbidden import is tried once in a copy. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../../src/package-root.ts";

/** The folders of `src` that each folder may import. */
const base = ["domain", "input", "pipeline", "exchange", "audit", "scenario", "simulation"];
const arrows: Readonly<Record<string, readonly string[]>> = {
  domain: ["domain"],
  input: ["domain", "input"],
  pipeline: ["domain", "pipeline"],
  exchange: ["domain", "input", "pipeline", "exchange"],
  audit: ["domain", "input", "pipeline", "audit"],
  scenario: base.slice(0, 6),
  simulation: base,
  target: [...base, "target"],
  fuzz: [...base, "target", "fuzz"],
  smoke: [...base, "target", "smoke"],
  report: [...base, "target", "fuzz", "smoke", "report"],
  cli: [...base, "target", "fuzz", "smoke", "report", "cli"],
};
const folders = Object.keys(arrows);

type Attempt = {
  /** Relative to the root, without `.ts`. */
  readonly from: string;
  readonly code: string;
  readonly isAllowed: boolean;
};

const value = (path: string) => `import { x } from "${path}";\nexport const y = x;\n`;
const type = (path: string) => `import type { X } from "${path}";\nexport type Y = X;\n`;

const betweenFolders = folders.flatMap((from) =>
  folders.map((to): Attempt => {
    const isAllowed = arrows[from]?.includes(to) === true;
    return { from: `src/${from}/imports-${to}`, code: value(`../${to}/x.ts`), isAllowed };
  }),
);

const fromProperties = folders.flatMap((to): Attempt[] => {
  const code = value(`../src/${to}/x.ts`);
  const deeper = value(`../../src/${to}/x.ts`);
  const isAllowed = [...base, "target"].includes(to);
  const isOracleType = ["domain", "scenario", "simulation"].includes(to);
  return [
    { from: `properties/imports-${to}`, code, isAllowed: isAllowed && to !== "pipeline" },
    { from: `properties/planted-bugs/imports-${to}`, code: deeper, isAllowed },
    { from: `properties/oracle/imports-${to}`, code: deeper, isAllowed: false },
    {
      from: `properties/oracle/imports-type-of-${to}`,
      code: type(`../../src/${to}/x.ts`),
      isAllowed: isOracleType,
    },
  ];
});

const others: readonly (readonly [from: string, code: string, isAllowed: boolean])[] = [
  ["properties/oracle/own-folder", value("./x.ts"), true],
  ["properties/oracle/big", value("big.js"), true],
  ["properties/oracle/zod", value("zod"), false],
  ["properties/oracle/node", value("node:fs"), false],
  ["properties/oracle/view", value("../view/run-view.ts"), false],
  ["properties/oracle/property", type("../property.ts"), false],
  ["src/index", value("./cli/x.ts"), false],
  ["src/vitest", value("../scripts/x.ts"), false],
  ["src/arbitraries", value("./cli.ts"), false],
  ["src/cli/planted-bug", value("../../properties/planted-bugs/x.ts"), false],
  ["src/cli/property", value("../../properties/x.ts"), true],
  ["src/fuzz/property", value("../../properties/x.ts"), true],
  ["src/scenario/property", value("../../properties/x.ts"), false],
  ["src/exchange/node", value("node:fs"), true],
  ["src/domain/a-test.test", value("node:fs"), true],
  ...["domain", "pipeline"].flatMap(
    (folder) =>
      [
        [`src/${folder}/node`, value("node:fs"), false],
        [`src/${folder}/clock`, "export const now = Date.now();\n", false],
        [`src/${folder}/environment`, "export const env = process.env;\n", false],
        [`src/${folder}/random`, "export const random = Math.random();\n", false],
      ] as const,
  ),
];

const attempts: readonly Attempt[] = [
  ...betweenFolders,
  ...fromProperties,
  ...others.map(([from, code, isAllowed]) => ({ from, code, isAllowed })),
];

const diagnosticsSchema = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })),
});

/** The files that a rule about imports, globals or properties refuses. */
function lint(folder: string): Set<string> {
  const oxlint = join(packageRoot, "node_modules", ".bin", "oxlint");
  const { stdout } = spawnSync(oxlint, ["--format", "json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const { diagnostics } = diagnosticsSchema.parse(JSON.parse(stdout));
  const refusals = diagnostics.filter(({ code }) => code?.includes("no-restricted-") === true);
  return new Set(refusals.map(({ filename }) => filename.replace(/\.ts$/, "")));
}

test("lint refuses exactly the imports that no arrow permits", () => {
  const folder = mkdtempSync(join(tmpdir(), "wall-"));
  try {
    copyFileSync(join(packageRoot, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const { from, code } of attempts) {
      const path = join(folder, `${from}.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
    }
    const refused = lint(folder);
    const expected = attempts.filter(({ isAllowed }) => !isAllowed).map(({ from }) => from);
    expect([...refused].toSorted()).toEqual(expected.toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
