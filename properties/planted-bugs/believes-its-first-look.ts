/** The first snapshot is kept in memory, and every later run of the process goes by it. */
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { plantBug } from "./planted-bug.ts";

let first: Snapshot | null = null;

export const believesItsFirstLook = plantBug({
  name: "believes-its-first-look",
  expectedFailure: "a-warm-restart-plans-like-a-cold-one/different-runs",
  minimalSize: 3,
  isSequence: true,
  start: () => {
    first = null;
  },
  bends: {
    snapshot: (snapshot) => (first ??= snapshot),
  },
});
