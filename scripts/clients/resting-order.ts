/** The open order of the account on which the client libraries are tried. */
export const restingOrderId = "mine";
/** More than 2^53. */
export const restingOrderNumber = "9223372036854775807";
