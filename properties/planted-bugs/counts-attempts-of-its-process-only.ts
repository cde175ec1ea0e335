/** The count of attempts is kept in memory, and a crash loop never reaches it. */
import { plantBug } from "./planted-bug.ts";

let startedWith: number | null = null;

export const countsAttemptsOfItsProcessOnly = plantBug({
  name: "counts-attempts-of-its-process-only",
  caughtBy: "attempts-are-bounded/per-intent",
  smallest: 6,
  takesHistories: true,
  start: () => {
    startedWith = null;
  },
  bends: {
    inputs: (inputs) => {
      startedWith ??= inputs.earlierCalls.length;
      return { ...inputs, earlierCalls: inputs.earlierCalls.slice(startedWith) };
    },
  },
});
