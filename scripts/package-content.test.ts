/** What npm packs and installs: files, packages, licences. */
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../src/package-root.ts";
import { installPackage, packPackage, runNpm } from "../src/test-fixtures/packed.ts";
import { folderWith } from "../src/test-fixtures/run-cli.ts";
import { linksOf, readDocument, tutorialPaths } from "./docs/documents.ts";

const { dependencies, devDependencies, peerDependencies, ...links } = z
  .object({
    homepage: z.string(),
    repository: z.object({ type: z.string(), url: z.string() }),
    bugs: z.object({ url: z.string() }),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")));

let files: readonly string[] = [];
let tree: unknown;

beforeAll(() => {
  const packed = packPackage();
  ({ files } = packed);
  const project = folderWith({ "package.json": {} });
  installPackage(packed.tarball, project);
  tree = JSON.parse(runNpm(["ls", "--omit=dev", "--all", "--json"], project));
});

/** Files whose names a build or a campaign makes are one form each. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^dist\/types\/(?:src|properties)\/.*\.d\.ts$/, "dist/types/…/*.d.ts"],
  [/^dist\/([a-z-]+)-[0-9A-Z]{8}\.js$/, "dist/$1-*.js"],
  [/^scenarios\/regressions\/[a-z-]+--[a-z-]+--[0-9a-f]{8}\.json$/, "scenarios/regressions/*.json"],
];

function formOf(path: string): string {
  const [pattern, form] = forms.find(([one]) => one.test(path)) ?? [path, path];
  return path.replace(pattern, form);
}

test("the tarball has these files and no others", () => {
  const documents = linksOf("README.md").map(({ path }) => path);
  const expected = [
    ...new Set([...documents, ...tutorialPaths()]),
    ...readdirSync(join(packageRoot, "docs")).flatMap((name) =>
      name.endsWith(".png") ? [`docs/${name}`] : [],
    ),
    "LICENSE",
    "README.md",
    "audit/schema.json",
    "dist/THIRD-PARTY-LICENSES.txt",
    "dist/arbitraries.js",
    "dist/capture-*.js",
    "dist/certificates-*.js",
    "dist/chunk-*.js",
    "dist/cli.js",
    "dist/complete-*.js",
    "dist/drill-*.js",
    "dist/exchange-*.js",
    "dist/fuzz-*.js",
    "dist/fuzz-watch-*.js",
    "dist/fuzz-worker.js",
    "dist/index.js",
    "dist/init-*.js",
    "dist/library-*.js",
    "dist/merge-*.js",
    "dist/observe-*.js",
    "dist/page.css",
    "dist/page.js",
    "dist/properties-*.js",
    "dist/replay-*.js",
    "dist/report-*.js",
    "dist/smoke-page-*.js",
    "dist/write-pages-*.js",
    "dist/stdio-target-*.js",
    "dist/wire-target-*.js",
    "dist/target-check-*.js",
    "dist/types/…/*.d.ts",
    "dist/vitest.js",
    "examples/bot.mjs",
    "examples/bot.py",
    "examples/expected.json",
    "examples/init/javascript/adapter.mjs",
    "examples/init/python/adapter.py",
    "examples/init/reconcile-harness.json",
    "examples/init/stdio/adapter.md",
    "examples/init/typescript/adapter.test.ts",
    "examples/init/typescript/adapter.ts",
    "examples/init/workflow.yml",
    "examples/open-algo-orders.json",
    "examples/open-orders.json",
    "examples/position-risk.json",
    "examples/profile.json",
    "examples/records/all-orders.json",
    "examples/records/log.ndjson",
    "examples/records/settings.json",
    "examples/records/trail.jsonl",
    "examples/records/user-trades.json",
    "examples/typescript/pipeline.test.ts",
    "examples/typescript/pipeline.ts",
    "examples/wire-bot.py",
    "examples/wire-kept-bot.mjs",
    "examples/wire-profile.json",
    "llms.txt",
    "package.json",
    "properties/where-checks-fail.json",
    "protocol.schema.json",
    "scenarios/drills/kill-switch.json",
    "scenarios/drills/lost-stream.json",
    "scenarios/drills/restart-in-flatten.json",
    "scenarios/drills/venue-outage.json",
    "scenarios/mixed.json",
    "scenarios/order.json",
    "scenarios/position.json",
    "scenarios/regressions/*.json",
  ];
  expect([...new Set(files.map(formOf))].toSorted()).toEqual(expected.toSorted());
});

test("each declaration is of a module of the project, and no test has one", () => {
  const sources = files
    .filter((path) => path.startsWith("dist/types/"))
    .map((path) => path.replace(/^dist\/types\//, "").replace(/\.d\.ts$/, ".ts"));
  expect(sources).toContain("src/index.ts");
  expect(sources.filter((path) => /\.test\.ts$|test-fixtures|planted-bugs/.test(path))).toEqual([]);
  for (const path of sources) expect(() => readFileSync(join(packageRoot, path))).not.toThrow();
});

test("every document that the README links to is in the tarball", () => {
  const linked = linksOf("README.md").map(({ path }) => path);
  expect(linked).toContain("docs/runbook.md");
  expect(linked.filter((path) => !files.includes(path))).toEqual([]);
});

test("no file is a source map or names one", () => {
  const built = files.filter((path) => path.startsWith("dist/"));
  expect(built.filter((path) => path.endsWith(".map"))).toEqual([]);
  const naming = built.filter((path) =>
    /^\/\/# sourceMappingURL=/m.test(readFileSync(join(packageRoot, path), "utf8")),
  );
  expect(naming).toEqual([]);
});

const treeSchema = z.object({
  version: z.string().optional(),
  get dependencies() {
    return z.record(z.string(), treeSchema).default({});
  },
});
type Tree = z.infer<typeof treeSchema>;

/** The packages below one that are installed. An optional peer that is not has no version. */
function installedBelow({ dependencies: below }: Tree): string[] {
  return Object.entries(below)
    .filter(([, { version }]) => version !== undefined)
    .flatMap(([name, one]) => [`${name}@${one.version}`, ...installedBelow(one)]);
}

// The bound is 8 direct packages and 12 in all. The library needs these.
test("npm installs the dependencies of the library and nothing else", () => {
  const [own, ...others] = Object.values(treeSchema.parse(tree).dependencies);
  expect(others).toEqual([]);
  const direct = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);
  expect(Object.keys(dependencies)).toEqual([
    "@humanwhocodes/momoa",
    "big.js",
    "fast-check",
    "pure-rand",
    "zod",
  ]);
  const installed = own === undefined ? [] : installedBelow(own);
  expect([...new Set(installed)].toSorted()).toEqual(direct.toSorted());
});

/** The packages that built files import, static or not. */
async function packagesOf(entries: readonly string[]): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: entries.map((entry) => join(packageRoot, "dist", entry)),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    outdir: "never-written",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = imports
    .filter(({ external, path }) => external === true && !isBuiltin(path))
    .map(({ path }) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
  return [...new Set(names)].toSorted();
}

test("the library imports each of its dependencies, and no package but these and its peer", async () => {
  const entries = ["index.js", "arbitraries.js", "vitest.js"];
  const declared = { ...dependencies, ...peerDependencies };
  expect(await packagesOf(entries)).toEqual(Object.keys(declared).toSorted());
});

test("the command line imports no package", async () => {
  expect(await packagesOf(["cli.js", "fuzz-worker.js"])).toEqual([]);
});

/** The names in the licences of the bundle. */
function licensed(): string[] {
  const text = readFileSync(join(packageRoot, "dist", "THIRD-PARTY-LICENSES.txt"), "utf8");
  return Array.from(
    text.matchAll(/(?:^|\n---\n\n)(\S+)@\d+\.\d+\.\d+\n\n/g),
    ([, name = ""]) => name,
  );
}

test("the licence of each bundled package is in the tarball", () => {
  expect(licensed()).toEqual([
    "@bomb.sh/tab",
    "@humanwhocodes/momoa",
    "@peculiar/asn1-asym-key",
    "@peculiar/asn1-cms",
    "@peculiar/asn1-csr",
    "@peculiar/asn1-ecc",
    "@peculiar/asn1-pfx",
    "@peculiar/asn1-pkcs8",
    "@peculiar/asn1-pkcs9",
    "@peculiar/asn1-rsa",
    "@peculiar/asn1-schema",
    "@peculiar/asn1-x509-attr",
    "@peculiar/asn1-x509-post-quantum",
    "@peculiar/asn1-x509",
    "@peculiar/utils",
    "@peculiar/x509",
    "ansi-regex",
    "asn1js",
    "big.js",
    "chokidar",
    "cli-progress",
    "commander",
    "emoji-regex",
    "fast-check",
    "is-fullwidth-code-point",
    "json-rpc-2.0",
    "junit-report-builder",
    "lodash",
    "make-dir",
    "preact",
    "pure-rand",
    "pvtsutils",
    "pvutils",
    "readdirp",
    "reflect-metadata",
    "semver",
    "signal-exit",
    "split2",
    "string-width",
    "strip-ansi",
    // In two versions.
    "tslib",
    "tslib",
    "tsyringe",
    "ws",
    "xmlbuilder",
    "zod",
  ]);
});

/** The packages of one place in ARCHITECTURE's table. */
function documented(place: string): string[] {
  const rows = readDocument("ARCHITECTURE.md").matchAll(/^\| ([^|]+?) +\| (\w+) +\|/gm);
  const named = Array.from(rows, ([, names = "", where = ""]) => ({ names, where }));
  return named.filter(({ where }) => where === place).flatMap(({ names }) => names.split(", "));
}

test("ARCHITECTURE names what is installed and what is bundled", () => {
  expect(documented("installed").toSorted()).toEqual(Object.keys(dependencies).toSorted());
  const bundled = licensed().filter((name) => devDependencies[name] !== undefined);
  expect(documented("bundled").toSorted()).toEqual(bundled.toSorted());
});

// npm compares the repository with that of the workflow that publishes.
test("package.json names one repository", () => {
  const url = "https://github.com/reconcile-harness/reconcile-harness";
  expect(links).toEqual({
    homepage: `${url}#readme`,
    repository: { type: "git", url: `git+${url}.git` },
    bugs: { url: `${url}/issues` },
  });
});
