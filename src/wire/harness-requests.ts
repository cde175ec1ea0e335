/**
 * What a person can ask of the sandbox itself, which is no request to the exchange: what arrived, and what only the
 * market does otherwise.
 */
import { isUnsignedDecimal, type Decimal } from "../domain/decimal.ts";
import type { RecordedRequest } from "../domain/wire-request.ts";
import { readParameters, type Parameters } from "./parameters.ts";
import { errorBody, ok, type VenueReply } from "./reply.ts";
import type { SimulatedVenue } from "./simulated-venue.ts";
import type { ArrivedRequest } from "./wire-server.ts";

/** What is below is no request to the exchange. */
export const harnessPath = "/__harness/";

export function isOfHarness({ isKnownHost, path }: ArrivedRequest): boolean {
  return isKnownHost && path.startsWith(harnessPath);
}

export function answerHarness(
  { method, path, query, body }: ArrivedRequest,
  requests: readonly RecordedRequest[],
  venue: SimulatedVenue,
): VenueReply {
  const parameters = readParameters(query, body);
  switch (`${method} ${path}`) {
    case `GET ${harnessPath}requests`:
      return ok(requests);
    case `POST ${harnessPath}fill`:
      return fill(venue, parameters);
    case `POST ${harnessPath}trigger`:
      return trigger(venue, parameters);
    default:
      return { status: 404, body: errorBody(-1, known) };
  }
}

const known = `the harness has GET ${harnessPath}requests, POST ${harnessPath}fill and POST ${harnessPath}trigger`;

/** Without a quantity the order fills whole. */
function fill(venue: SimulatedVenue, parameters: Parameters): VenueReply {
  const [symbol = "", id = ""] = [parameters.get("symbol"), parameters.get("clientOrderId")];
  const part = parameters.get("quantity");
  if (part !== undefined && !isUnsignedDecimal(part)) {
    return refused("quantity: expected a decimal without a sign, such as 0.5");
  }
  const quantity: Decimal | null = part ?? null;
  const isFilled = venue.fill(symbol, id, quantity);
  return isFilled ? ok({}) : refused(`${symbol} has no live order "${id}"`);
}

/** `into=TRIGGERING` keeps it there, as the venue does under load. */
function trigger(venue: SimulatedVenue, parameters: Parameters): VenueReply {
  const id = parameters.get("clientAlgoId") ?? "";
  const into = parameters.get("into") ?? "TRIGGERED";
  if (into !== "TRIGGERING" && into !== "TRIGGERED") {
    return refused("into: expected TRIGGERING or TRIGGERED");
  }
  return venue.trigger(id, into) ? ok({}) : refused(`no conditional order "${id}" waits`);
}

function refused(message: string): VenueReply {
  return { status: 400, body: errorBody(-1, message) };
}
