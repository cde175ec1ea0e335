/** A cast where a permit was asked for. */
import type { LivePermit } from "../../src/pipeline/live-permit.ts";
import { plantBug } from "./planted-bug.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this is the bug
const forged = {} as LivePermit;

export const forgesItsPermit = plantBug({
  name: "forges-its-permit",
  expectedFailure: "reported-counts-equal-effects/unknown-count-differs-from-port",
  minimalSize: 3,
  parts: { permitFor: ({ mode }) => (mode === "live" ? forged : null) },
});
