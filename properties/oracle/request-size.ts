/** The size of a request as a number. */
import { Big } from "big.js";

/** A report may have any text as a quantity. One that is no number is 0 here, and is not the quantity that is due. */
export function sizeOfRequest({ quantity }: { readonly quantity: string }): Big {
  return new Big(/^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(quantity) ? quantity : 0);
}
