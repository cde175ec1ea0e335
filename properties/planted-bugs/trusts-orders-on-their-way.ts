/** An order that was accepted and never arrived. */
import { diverge } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const trustsOrdersOnTheirWay = plantBug({
  name: "trusts-orders-on-their-way",
  caughtBy: "every-difference-is-found/nothing-is-missing",
  smallest: 4,
  parts: { diverge: (believed, observed) => observed !== "PENDING" && diverge(believed, observed) },
});
