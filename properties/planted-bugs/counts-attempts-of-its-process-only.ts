/** The count of attempts is kept in memory, and a crash loop never reaches it. */
import { plantBug } from "./planted-bug.ts";

let startedWith: number | null = null;

export const countsAttemptsOfItsProcessOnly = plantBug({
  name: "counts-attempts-of-its-process-only",
  expectedFailure: "attempts-are-bounded/attempts-per-intent",
  minimalSize: 6,
  isSequence: true,
  start: () => {
    startedWith = null;
  },
  bends: {
    inputs: (inputs) => {
      startedWith ??= inputs.priorCalls.length;
      return { ...inputs, priorCalls: inputs.priorCalls.slice(startedWith) };
    },
  },
});
