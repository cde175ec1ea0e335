/** The bot restarts with its current expected state, with an empty one, or with that of the start. */
import * as z from "zod";
import type { ExpectedState } from "../../domain/expected-state.ts";
import { defineStep } from "../step-module.ts";

const empty: ExpectedState = { orders: [], positions: [] };

export const restart = defineStep({
  kind: "restart",
  fields: { expectedState: z.enum(["current", "empty", "initial"]) },
  describe: ({ expectedState }) => `the bot restarts; its expected state is ${expectedState}`,
  shrink: (step) =>
    step.expectedState === "current" ? [] : [{ ...step, expectedState: "current" as const }],
  rename: (step) => step,
  apply: ({ expectedState }, { expected }) => {
    expected.current = { ...expected, empty }[expectedState];
  },
});
