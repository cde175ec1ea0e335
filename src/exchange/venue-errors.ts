/**
 * The errors with which the venue answers a request, by endpoint. `%s` is a parameter or a number.
 * Source: Binance USDⓈ-M futures, page "Error Code", copy of 2026-01-15.
 */
import type { PortReply } from "../domain/port-call.ts";

const anyRequest = {
  [-1001]: "Internal error; unable to process your request. Please try again.",
  [-1003]:
    "Way too many requests; IP banned until %s. Please use the websocket for live updates to avoid bans.",
  [-1006]: "An unexpected response was received from the message bus. Execution status unknown.",
  [-1007]:
    "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
  [-1021]: "Timestamp for this request is outside of the recvWindow.",
  [-1102]: "Mandatory parameter '%s' was not sent, was empty/null, or malformed.",
  [-1015]: "Too many new orders; current limit is %s.",
  [-1104]: "Not all sent parameters were read.",
  [-1121]: "Invalid symbol.",
  [-4015]: "Client order id is not valid.",
} as const;

/** Of a request that is refused before it is read. */
const access = {
  [-1022]: "Signature for this request is not valid.",
  [-1131]: "recvWindow must be less than 60000.",
  [-2014]: "API-key format invalid.",
  [-2015]: "Invalid API-key, IP, or permissions for action.",
} as const;

/** Of -1003 too, below the limit of a ban: it names no time. */
export const tooManyRequests =
  "Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API.";

const cancelOrder = { [-2011]: "Unknown order sent." } as const;

const queryOrder = { [-2013]: "Order does not exist." } as const;

const placeOrder = {
  [-1008]:
    "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.",
  [-1100]: "Illegal characters found in parameter '%s'.",
  [-1106]: "Parameter '%s' sent when not required.",
  [-1111]: "Precision is over the maximum defined for this asset.",
  [-1116]: "Invalid orderType.",
  [-1117]: "Invalid side.",
  [-1130]: "Data sent for parameter '%s' is not valid.",
  [-2019]: "Margin is insufficient.",
  [-2022]: "ReduceOnly Order is rejected.",
  [-4001]: "Price less than 0.",
  [-4003]: "Quantity less than zero.",
  [-4004]: "Quantity less than min quantity.",
  [-4005]: "Quantity greater than max quantity.",
  [-4023]: "Qty not increased by step size.",
  [-4061]: "Order's position side does not match user's setting.",
  [-4116]: "clientOrderId is duplicated",
  [-4120]:
    "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.",
  [-4118]: "ReduceOnly Order Failed. Please check your existing position and open orders",
  [-4164]: "Order's notional must be no smaller than 5.0 (unless you choose reduce only)",
} as const;

const setPositionMode = {
  [-4059]: "No need to change position side.",
  [-4067]: "Position side cannot be changed if there exists open orders.",
  [-4068]: "Position side cannot be changed if there exists position.",
} as const;

const messages = {
  ...anyRequest,
  ...access,
  ...cancelOrder,
  ...queryOrder,
  ...placeOrder,
  ...setPositionMode,
};

type Rejection = Extract<PortReply, { readonly status: "rejected" }>;

export type VenueErrorCode = keyof typeof messages;

export function venueMessage(code: VenueErrorCode, parameter = ""): string {
  return messages[code].replace("%s", parameter);
}

export function rejectedBy(code: VenueErrorCode, parameter = ""): Rejection {
  return { status: "rejected", code, message: venueMessage(code, parameter) };
}
