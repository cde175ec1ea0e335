import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../src/package-root.ts";
import { installPackage, packPackage } from "../src/test-fixtures/packed.ts";
import { folderWith } from "../src/test-fixtures/run-cli.ts";

const compilerOptions = {
  module: "nodenext",
  resolveJsonModule: true,
  target: "es2023",
  strict: true,
  exactOptionalPropertyTypes: true,
  types: ["node"],
  lib: ["es2023", "dom"],
};

type Ran = { readonly status: number | null; readonly printed: string };

function tryRun(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Ran {
  const options = { cwd, encoding: "utf8", env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return { status, printed: stdout + stderr };
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stdout + stderr }).toEqual({
    status: 0,
    stderr: "",
  });
  return stdout;
}

const ownBin = (name: string): string => join(packageRoot, "node_modules", ".bin", name);

const modeOnly = `
import { testTarget } from "reconcile-harness/vitest";
import { ownTarget } from "./pipeline.js";

testTarget(ownTarget(false, "mode"), { runs: 1_500 });
`;

let files: readonly string[] = [];
let project = "";
let tarball = "";

// The tarball as npm packs it, installed into an empty folder as a user would.
beforeAll(() => {
  ({ tarball, files } = packPackage());
  project = folderWith({
    "package.json": { type: "module" },
    "tsconfig.json": { compilerOptions, include: ["*.ts"] },
    "mode-only.test.ts": modeOnly,
  });
  const consumer = join(packageRoot, "examples", "typescript");
  for (const name of readdirSync(consumer)) cpSync(join(consumer, name), join(project, name));
  installPackage(tarball, project);
  const bin = join(project, "node_modules/.bin/reconcile-harness");
  run(bin, ["init", "typescript"], project);
  const regressions = "node_modules/reconcile-harness/scenarios/regressions";
  const [saved = ""] = readdirSync(join(project, regressions));
  const kept = run(bin, ["replay", join(regressions, saved), "--as", "vitest"], project);
  writeFileSync(join(project, "kept.test.ts"), kept);
  // Linked from this checkout instead of installed from the registry.
  for (const name of ["vitest", "@types"]) {
    symlinkSync(join(packageRoot, "node_modules", name), join(project, "node_modules", name));
  }
});

test("an installed tarball gives a working smoke", () => {
  const golden = readFileSync(join(packageRoot, "src/report/golden/dry-run.txt"), "utf8");
  expect(run(join(project, "node_modules/.bin/reconcile-harness"), ["smoke"], project)).toBe(
    golden,
  );
});

test("the types compile in strict mode, with an adapter of init and a counterexample as a test", () => {
  expect(readdirSync(project)).toEqual(expect.arrayContaining(["adapter.ts", "kept.test.ts"]));
  expect(run(ownBin("tsc"), ["--noEmit", "--singleThreaded"], project)).toBe("");
});

function vitest(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const all = ["run", "--reporter", "verbose", ...args];
  return tryRun(ownBin("vitest"), all, project, { CI: "true", NO_COLOR: "1", ...env });
}

const own = "pipeline.test.ts";

test("a counterexample that cannot be saved is printed", () => {
  // Permissions do not bind root, but nothing can be created below a link to nowhere.
  symlinkSync(join(project, "nowhere"), join(project, "scenarios"));
  const { status, printed } = vitest([own], { BROKEN: "1", PROPERTY: "flatten-only-reduces" });
  rmSync(join(project, "scenarios"));
  expect(status).toBe(1);
  expect(printed).toContain("FAIL  flatten-only-reduces / wrong-side");
  expect(printed).toMatch(/It was not saved, because scenarios\/regressions cannot be written: .+/);
  expect(printed).toContain('"kind":"counterexample"');
});

test("a wrong pipeline fails with a shrunk scenario, which later runs replay first", () => {
  const PROPERTY = "flatten-only-reduces";
  const { status, printed } = vitest([own], { BROKEN: "1", PROPERTY });
  expect(status).toBe(1);
  expect(printed).toContain("FAIL  flatten-only-reduces / wrong-side");
  expect(printed).toMatch(/it replays scenarios\/regressions\/flatten-only-reduces--\S+ first/);
  const saved = readdirSync(join(project, "scenarios", "regressions"));
  expect(saved.some((name) => name.startsWith("flatten-only-reduces--wrong-side"))).toBe(true);
});

describe("a correct pipeline in a team's vitest", () => {
  let ran: Ran = { status: null, printed: "" };
  // It replays the regression that the wrong pipeline left. One process compiles the library once for both files.
  beforeAll(() => {
    ran = vitest([own, "mode-only.test.ts", "--no-isolate", "--maxWorkers", "1"]);
  });

  const lines = (mark: "✓" | "↓", file: string) =>
    ran.printed.split("\n").filter((line) => line.startsWith(` ${mark} ${file} > our pipeline`));

  test("passes", () => {
    expect({ ...ran, printed: ran.status === 0 ? "" : ran.printed }).toEqual({
      status: 0,
      printed: "",
    });
    expect(ran.printed).toContain(` ✓ ${own} > a property of our own over the library's scenarios`);
  });

  test("has one test for each property", () => {
    const passed = lines("✓", own).join("\n");
    expect(passed).toContain("live-needs-all-five-gates");
    expect(passed).toContain("flatten-only-reduces");
    expect(passed).toContain("the campaign reached its coverage minimums");
    const skipped = lines("↓", own);
    expect(skipped).toHaveLength(4);
    expect(skipped.join("\n")).toContain(
      "audit-equals-effects (not judged: the target does not report audit)",
    );
  });

  test("skips by name a property that requires more than the target reports", () => {
    expect(lines("✓", "mode-only.test.ts").join("\n")).toContain("live-needs-all-five-gates");
    const skipped = lines("↓", "mode-only.test.ts");
    expect(skipped).toHaveLength(9);
    expect(skipped.join("\n")).toContain("(not judged: the target does not report results)");
  });
});

test("publint and arethetypeswrong accept the tarball", () => {
  const publint = tryRun(ownBin("publint"), ["run", tarball, "--strict"], packageRoot);
  expect(publint).toMatchObject({ status: 0, printed: expect.stringContaining("All good!") });
  // The package has no CommonJS. The resolution of node10 must find every entry.
  const rules = ["--ignore-rules", "cjs-resolves-to-esm"];
  const attw = tryRun(ownBin("attw"), [tarball, ...rules], packageRoot);
  expect({ ...attw, printed: attw.status === 0 ? "" : attw.printed }).toEqual({
    status: 0,
    printed: "",
  });
  expect(attw.printed).toContain("reconcile-harness/vitest");
});

// One use of a whole namespace of zod bundles each of its fifty languages, and each start loads them.
test("the command line loads one language of zod", () => {
  // A phrase of each of four languages, as its file has it.
  const phrases = Object.entries({
    en: "Invalid input: expected",
    id: "Input tidak valid",
    it: "Input non valido",
    nl: "Ongeldige invoer",
  });
  const locales = join(packageRoot, "node_modules", "zod", "v4", "locales");
  for (const [language, phrase] of phrases) {
    expect(readFileSync(join(locales, `${language}.js`), "utf8")).toContain(phrase);
  }
  const dist = join(packageRoot, "dist");
  const bundles = readdirSync(dist).filter((name) => name.endsWith(".js"));
  const texts = bundles.map((name) => readFileSync(join(dist, name), "utf8"));
  // The bundler continues a long text on the next line.
  const bundled = texts.join("").replaceAll("\\\n", "");
  const loaded = phrases.filter(([, phrase]) => bundled.includes(phrase));
  expect(loaded.map(([language]) => language)).toEqual(["en"]);
});

test("the tarball has the files to run and no tests", () => {
  const expected = [
    "LICENSE",
    "README.md",
    "docs/protocol.md",
    "audit/schema.json",
    "dist/arbitraries.js",
    "dist/cli.js",
    "dist/index.js",
    "dist/vitest.js",
    "examples/bot.py",
    "protocol.schema.json",
    "scenarios/order.json",
  ];
  expect(files).toEqual(expect.arrayContaining(expected));
  // Those of a project that uses the package.
  const shipped = files.filter((path) => !/^examples\/(?:init\/)?typescript\//.test(path));
  expect(shipped.filter((path) => /\.test\.|golden|node_modules|^src\//.test(path))).toEqual([]);
});
