import { defineConfig } from "vitest/config";

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
    passWithNoTests: false,
    testTimeout: 20_000,
  },
});
