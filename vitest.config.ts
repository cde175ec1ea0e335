import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const all = ["src/**/*.test.ts", "properties/**/*.test.ts", "scripts/**/*.test.ts"];

/** Tests that replace a module. The other project loads each module once for many files. */
const isolated = ["src/audit/trail-races.test.ts"];

/** Tests with an installed package or clients, sealed bots, whole campaigns: only `npm run test:slow` has them. */
const slow = ["{src,properties,scripts}/**/*.slow.test.ts"];

/** Tests that start processes or run for more than a second. `npm run test:fast` leaves them out. */
const notFast = [
  "src/cli/*.test.ts",
  "src/target/{stdio,wire}/*.test.ts",
  "src/audit/{trail,trail-processes}.test.ts",
  "src/fuzz/{faulty-bot,known-failures,limits,provenance,run-batch}.test.ts",
  "src/fuzz/shrink/shrink-failure.test.ts",
  "properties/{left-out-checks,properties,mutation,mutation-judge}.test.ts",
  "properties/planted-bugs/**/*.test.ts",
  "scripts/**/*.test.ts",
];

/** They start first, so that no worker is left alone with one of them at the end. */
const longest = [
  "strength/observed.slow",
  "docs/wire-example.slow",
  "clients/clients.slow",
  "cli/fuzz",
  "planted-bugs/planted-bugs",
  "cli/output-options",
  "cli/target",
  "shrink/shrink-failure",
  "fuzz/run-batch",
  "fuzz/faulty-bot",
  "cli/unwritable",
  "strength/strength",
  "stdio/stdio-target",
  "cli/fuzz-signals",
];

function rank({ moduleId }: TestSpecification): number {
  const index = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return index === -1 ? longest.length : index;
}

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((left, right) => rank(left) - rank(right)));
  }
}

// The tests of an installing project run in that project.
const neverHere = ["examples/typescript/**", "**/node_modules/**"];

/** Only a test that hangs takes this long, on a busy machine too. In milliseconds. */
const hangGuard = { testTimeout: 600_000, hookTimeout: 600_000 };

/** `--mode slow` runs the slow tests alone. `--mode fast` runs what takes no time, and builds nothing. */
export default defineConfig(({ mode }) => ({
  test: {
    allowOnly: false,
    passWithNoTests: false,
    maxWorkers: 2,
    globalSetup: "src/test-fixtures/own-temporary-folder.ts",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "shared",
          include: mode === "slow" ? slow : all,
          exclude: [
            ...isolated,
            ...neverHere,
            ...(mode === "slow" ? [] : slow),
            ...(mode === "fast" ? notFast : []),
          ],
          // Each worker loads and compiles the modules once; no test of this project changes them.
          isolate: false,
          // The command line is tested as shipped: the bundle in dist/, in its own process.
          globalSetup: mode === "fast" ? [] : "src/test-fixtures/build-once.ts",
          ...hangGuard,
        },
      },
      ...(mode === "slow" ? [] : [{ test: { name: "isolated", include: isolated, ...hangGuard } }]),
    ],
  },
}));
