/** A default that was live in the code and dry-run in the manual. */
import { allGatesOpen } from "../arbitraries/gate-environment.ts";
import { plantBug } from "./planted-bug.ts";

export const armsItself = plantBug({
  name: "arms-itself",
  expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
  minimalSize: 3,
  bends: {
    gates: () => allGatesOpen,
  },
});
