import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "properties/**/*.test.ts", "scripts/**/*.test.ts"],
    // What an installing project has runs there.
    exclude: ["scripts/package-consumer/**"],
    // The command line is tested as it is shipped: the bundle in dist/, in a real process.
    globalSetup: "src/test-fixtures/build-once.ts",
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
