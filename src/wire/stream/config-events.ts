/** Changes of the account's settings, which the simulated exchange accepts without effect. */
import type { VenueReply } from "../reply.ts";
import type { ReadRequest } from "../rest-face.ts";
import { accountConfigUpdate, type StreamEvent } from "./events.ts";

/** Null for a request that changes none, or was refused. */
export function configEventOf(
  { route, parameters }: ReadRequest,
  { status }: VenueReply,
  nowMs: number,
): StreamEvent | null {
  if (status !== 200 || route?.method !== "POST") return null;
  if (route.path === "/fapi/v1/leverage") {
    const leverage = Number(parameters.get("leverage"));
    return accountConfigUpdate({ symbol: parameters.get("symbol") ?? "", leverage }, nowMs);
  }
  if (route.path !== "/fapi/v1/multiAssetsMargin") return null;
  return accountConfigUpdate(
    { isMultiAssets: parameters.get("multiAssetsMargin") === "true" },
    nowMs,
  );
}
