/** A loop over symbols around the one over priorities. */
import { inProcessingOrder } from "../../src/domain/mismatch.ts";
import { plantBug } from "./planted-bug.ts";
import { byCodeUnit } from "./sort-by.ts";

export const worksSymbolBySymbol = plantBug({
  name: "works-symbol-by-symbol",
  expectedFailure: "orders-beat-positions/priority-order",
  minimalSize: 4,
  parts: {
    inProcessingOrder: (mismatches) =>
      inProcessingOrder(mismatches).toSorted((left, right) =>
        byCodeUnit(left.symbol, right.symbol),
      ),
  },
});
