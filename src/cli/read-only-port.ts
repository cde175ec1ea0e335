/** A port without a way to the exchange, for dry runs. */
import type { Port } from "../pipeline/services.ts";

export const readOnlyPort: Port = {
  cancelOrder: refuseToSend,
  placeMarketOrder: refuseToSend,
  cancelConditionalOrder: refuseToSend,
};

function refuseToSend(): Promise<never> {
  return Promise.reject(new Error("a dry run never calls the port; this is a defect"));
}
