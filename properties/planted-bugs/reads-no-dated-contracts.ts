/** An underscore in a symbol where the form of an id had none. */
import { parseOwnedId } from "../../src/domain/client-order-id.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { plantBug } from "./planted-bug.ts";

export const readsNoDatedContracts = plantBug({
  name: "reads-no-dated-contracts",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 3,
  parts: {
    isOwnOrder: (id, config) =>
      isOwnOrder(id, config) &&
      parseOwnedId(id, config.clientOrderIdPrefix)?.symbol.includes("_") === false,
  },
});
