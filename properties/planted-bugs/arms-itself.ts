/** A default that was live in the code and dry-run in the manual. */
import { allGatesOpen } from "../arbitraries/gate-environment.ts";
import { plantBug } from "./planted-bug.ts";

export const armsItself = plantBug({
  name: "arms-itself",
  caughtBy: "dry-run-makes-no-port-calls/no-port-call-when-dry_run",
  smallest: 3,
  bends: {
    gates: () => allGatesOpen,
  },
});
