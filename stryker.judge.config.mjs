/** Mutates what judges; `stryker.config.json` mutates what is judged. */
import pipeline from "./stryker.config.json" with { type: "json" };

const deciding = [
  "ask-twice",
  "batch-result",
  "campaign-verdict",
  "coverage",
  "fingerprint",
  "judge-case",
  "met-failures",
  "report-counts",
  "skipped-property",
  "transition-coverage",
  "transition-minimums",
  "where-checks-fail",
];

export default {
  ...pipeline,
  vitest: { configFile: "vitest.mutation-judge.config.ts", related: false },
  mutate: [
    "src/simulation/**/*.ts",
    "src/exchange/*.ts",
    "properties/oracle/**/*.ts",
    `src/fuzz/{${deciding.join(",")}}.ts`,
    "!**/*.test.ts",
  ],
  jsonReporter: { fileName: "reports/mutation-judge.json" },
  incrementalFile: "reports/mutation-judge-incremental.json",
  thresholds: { high: 100, low: 90, break: 90 },
};
