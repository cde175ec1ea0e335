import { defineConfig } from "vitest/config";
import { inOrder } from "./vitest.mutation-order.ts";

/** Most mutants are detected by the unit test next to them, which loads few modules. */
const order = [
  "/properties/oracle/",
  "/src/exchange/",
  "/src/fuzz/campaign-verdict.",
  "/src/fuzz/transition-",
  "/src/simulation/",
  "/src/",
  "/properties/",
  "/scripts/",
];
const last = ["/src/fuzz/flaky.", "/src/fuzz/coverage.", "/properties/mutation-judge."];

/** The tests that hold the judge to account: unit tests of what judges, and correct and faulty targets. */
export default defineConfig({
  test: {
    include: [
      "src/{simulation,exchange}/*.test.ts",
      "src/fuzz/{ask-twice,batch-result,campaign-verdict,coverage,fingerprint,judge-case}.test.ts",
      "src/fuzz/{met-failures,report-counts,where-checks-fail}.test.ts",
      "src/fuzz/{skipped-property,transition-coverage,transition-minimums}.test.ts",
      "src/fuzz/{counterexample-files,failure-view,flaky,merge-reports,replay,version-1}.test.ts",
      "src/smoke/judge-*.test.ts",
      "src/target/define-target.test.ts",
      "properties/*.test.ts",
      "properties/oracle/*.test.ts",
      "scripts/strength/where-checks-fail.test.ts",
    ],
    exclude: [
      "properties/{properties,mutation,equal-by-value}.test.ts",
      "properties/oracle/wall.test.ts",
    ],
    // Each mutant loads the modules once, not once for every file.
    isolate: false,
    setupFiles: "vitest.mutation.setup.ts",
    sequence: { sequencer: inOrder(order, last) },
    passWithNoTests: false,
    // Only a test that hangs takes this long, in milliseconds.
    testTimeout: 600_000,
  },
});
