/** A list that was sorted the other way round. */
import { plantBug } from "./planted-bug.ts";

export const worksBackwards = plantBug({
  name: "works-backwards",
  expectedFailure: "orders-beat-positions/priority-order",
  minimalSize: 4,
  bends: {
    report: (report) => ({ ...report, results: report.results.toReversed() }),
  },
});
