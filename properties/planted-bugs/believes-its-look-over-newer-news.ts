/** A look that is older than the last news of an order counts all the same. */
import { plantBug } from "./planted-bug.ts";

export const believesItsLookOverNewerNews = plantBug({
  name: "believes-its-look-over-newer-news",
  expectedFailure: "snapshots-never-override-newer-updates/overridden-update",
  minimalSize: 3,
  isSequence: true,
  parts: { isUpdatedAfterSnapshot: () => false },
});
