/** A confirmation that was taken for all five gates. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { mintLivePermit } from "../../src/pipeline/live-permit.ts";
import { plantBug } from "./planted-bug.ts";

export const mintsAPermitForAToken = plantBug({
  name: "mints-a-permit-for-a-token",
  expectedFailure: "dry-run-makes-no-port-calls/port-call-when-refused",
  minimalSize: 3,
  parts: {
    decideMode: (gates) => {
      const permit = mintLivePermit([]);
      return gates.confirm === "LIVE_REMEDIATE" && permit !== null
        ? { mode: "live", permit }
        : decideMode(gates);
    },
  },
});
