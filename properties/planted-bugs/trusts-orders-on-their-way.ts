/** An order that was accepted and never arrived. */
import { statusesDiverge } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const trustsOrdersOnTheirWay = plantBug({
  name: "trusts-orders-on-their-way",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 4,
  parts: {
    statusesDiverge: (believed, observed) =>
      observed !== "PENDING" && statusesDiverge(believed, observed),
  },
});
