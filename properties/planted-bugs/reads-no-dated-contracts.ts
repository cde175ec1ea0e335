/** An underscore in a symbol where the form of an id had none. */
import { parseOwnedId } from "../../src/domain/client-order-id.ts";
import { isOurs } from "../../src/pipeline/ownership.ts";
import { plantBug } from "./planted-bug.ts";

export const readsNoDatedContracts = plantBug({
  name: "reads-no-dated-contracts",
  caughtBy: "every-difference-is-found/nothing-is-missing",
  smallest: 3,
  parts: {
    isOurs: (id, config) =>
      isOurs(id, config) &&
      parseOwnedId(id, config.clientOrderIdPrefix)?.symbol.includes("_") === false,
  },
});
