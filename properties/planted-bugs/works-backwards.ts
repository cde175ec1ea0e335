/** A list that was sorted the other way round. */
import { plantBug } from "./planted-bug.ts";

export const worksBackwards = plantBug("works-backwards", "orders-beat-positions/priority-order", {
  report: (report) => ({ ...report, results: report.results.toReversed() }),
});
