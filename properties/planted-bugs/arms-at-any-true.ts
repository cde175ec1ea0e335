/** A switch that was read like every other truth in the code. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { plantBug } from "./planted-bug.ts";

export const armsAtAnyTrue = plantBug({
  name: "arms-at-any-true",
  expectedFailure: "live-needs-all-five-gates/wrong-mode",
  minimalSize: 1,
  parts: {
    decideMode: ({ confirm, env }) =>
      decideMode({
        confirm,
        env: { ...env, ARMED: env.ARMED === "true" ? "1" : (env.ARMED ?? "0") },
      }),
  },
});
