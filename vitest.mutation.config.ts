import { defineConfig } from "vitest/config";
import { inOrder } from "./vitest.mutation-order.ts";

/**
 * Most mutants are detected by the unit test next to them. The first file replaces a module, so no file may have
 * loaded that module before.
 */
const order = ["/src/audit/trail-races.", "/src/domain/", "/src/pipeline/", "/src/audit/", "/src/"];

/**
 * The tests that judge a mutant: all that run the mutated source in this process. Those that start the command
 * line run `dist/`, which no mutant is in.
 */
export default defineConfig({
  test: {
    include: [
      "src/{domain,pipeline,audit,exchange}/**/*.test.ts",
      "src/smoke/judge-*.test.ts",
      "src/simulation/sequence.test.ts",
      "properties/mutation.test.ts",
    ],
    exclude: ["src/audit/trail-processes.test.ts"],
    // Each mutant loads the modules once, not once for every file.
    isolate: false,
    setupFiles: "vitest.mutation.setup.ts",
    sequence: { sequencer: inOrder(order, ["/properties/mutation."]) },
    passWithNoTests: false,
    // Only a test that hangs takes this long, in milliseconds.
    testTimeout: 600_000,
  },
});
