import { defineConfig } from "vitest/config";

const all = ["src/**/*.test.ts", "properties/**/*.test.ts", "scripts/**/*.test.ts"];

/** Tests that start processes or run for more than a second. `npm run test:fast` leaves them out. */
const slow = [
  "src/cli/*.test.ts",
  "src/target/stdio/*.test.ts",
  "src/audit/trail.test.ts",
  "src/audit/trail-processes.test.ts",
  "src/fuzz/{provenance,run-batch}.test.ts",
  "src/fuzz/shrink/shrink-failure.test.ts",
  "properties/{properties,mutation}.test.ts",
  "properties/planted-bugs/*.test.ts",
  "scripts/**/*.test.ts",
];

// The tests of an installing project run in that project.
const neverHere = ["scripts/package-consumer/**"];

/** Only a test that hangs takes this long, on a busy machine too. In milliseconds. */
const hangGuard = { testTimeout: 600_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: false,
    maxWorkers: 2,
    projects: [
      // Without isolation the modules are loaded once; no test changes them.
      {
        test: {
          name: "fast",
          include: all,
          exclude: [...slow, ...neverHere],
          isolate: false,
          ...hangGuard,
        },
      },
      {
        test: {
          name: "slow",
          include: slow,
          exclude: neverHere,
          // The command line is tested as shipped: the bundle in dist/, in its own process.
          globalSetup: "src/test-fixtures/build-once.ts",
          ...hangGuard,
        },
      },
    ],
  },
});
