/** A look that is older than the last news of an order counts all the same. */
import { plantBug } from "./planted-bug.ts";

export const believesItsLookOverNewerNews = plantBug({
  name: "believes-its-look-over-newer-news",
  caughtBy: "stale-never-overrides-fresh/no-look-overrides-newer-news",
  smallest: 3,
  takesHistories: true,
  parts: { isNewer: () => false },
});
