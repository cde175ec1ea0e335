/** The port of Binance USDⓈ-M futures. Each call is one signed request, and only a whole reply is a proof. */
import type {
  CancelConditionalOrder,
  CancelOrder,
  PlaceMarketOrder,
  PortReply,
} from "../domain/port-call.ts";
import { isGenuinePermit, LivePermitError, type LivePermit } from "../pipeline/live-permit.ts";
import type { Port } from "../pipeline/services.ts";
import type { SendHost } from "./hosts.ts";
import { portReplyTo, type Proof } from "./port-reply.ts";
import { sendSigned, type ClientSettings, type SignedRequest } from "./signed-request.ts";

export class BinancePort implements Port {
  readonly #host: SendHost;
  readonly #client: ClientSettings;

  constructor(host: SendHost, client: ClientSettings) {
    this.#host = host;
    this.#client = client;
  }

  async cancelOrder(permit: LivePermit, { symbol, clientOrderId }: CancelOrder) {
    const parameters = { symbol, origClientOrderId: clientOrderId };
    const proof = { symbol, clientOrderId, status: ["CANCELED"] };
    return this.#call(permit, { method: "DELETE", path: "/fapi/v1/order", parameters }, proof);
  }

  async placeMarketOrder(permit: LivePermit, request: PlaceMarketOrder) {
    const { symbol, clientOrderId, side, quantity, positionSide, reduceOnly } = request;
    const parameters = {
      symbol,
      side,
      type: "MARKET",
      quantity,
      newClientOrderId: clientOrderId,
      ...(positionSide !== null && { positionSide }),
      ...(reduceOnly !== null && { reduceOnly: String(reduceOnly) }),
    };
    const proof = { symbol, clientOrderId, status: ["NEW", "PARTIALLY_FILLED", "FILLED"] };
    return this.#call(permit, { method: "POST", path: "/fapi/v1/order", parameters }, proof);
  }

  /** The venue finds a conditional order by its id alone. */
  async cancelConditionalOrder(permit: LivePermit, { clientOrderId }: CancelConditionalOrder) {
    const parameters = { clientAlgoId: clientOrderId };
    return this.#call(
      permit,
      { method: "DELETE", path: "/fapi/v1/algoOrder", parameters },
      { ...parameters, code: "200" },
    );
  }

  async #call(
    permit: LivePermit,
    request: Pick<SignedRequest, "path" | "parameters"> & { readonly method: "POST" | "DELETE" },
    proof: Proof,
  ): Promise<PortReply> {
    const { method, path } = request;
    if (!isGenuinePermit(permit)) {
      throw new LivePermitError(
        `${method} ${path} was called without a live permit; nothing was sent`,
      );
    }
    const exchanged = await sendSigned({ ...request, host: this.#host }, this.#client);
    return portReplyTo(exchanged, proof);
  }
}
