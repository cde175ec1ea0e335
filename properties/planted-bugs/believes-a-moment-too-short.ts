/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const believesAMomentTooShort = plantBug({
  name: "believes-a-moment-too-short",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 3,
  bends: { config: ({ snapshotAgeMsMax }) => ({ snapshotAgeMsMax: snapshotAgeMsMax - 1 }) },
});
