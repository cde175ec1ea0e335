/** Lets reconcile-harness judge our bot. Fill in `reconcile`; the rest can stay as it is. */
import { botProfileSchema, defineTarget } from "reconcile-harness";
import type { ReconcileRequest, ReportedRun, TargetPort } from "reconcile-harness";
import profile from "./reconcile-harness.json" with { type: "json" };

/** One run of the bot, with `http` in place of its HTTP client and `run.nowMs` in place of its clock. */
async function reconcile(run: ReconcileRequest, http: Http): Promise<ReportedRun> {
  // await ourBot.reconcile({ http, nowMs: run.nowMs, expected: run.expected, config: run.config, gates: run.gates });
  void http;
  return { mode: run.gates.confirm === null ? "dry_run" : "live" };
}

export const ourBot = defineTarget({
  name: "our bot",
  reports: ["mode"],
  profile: botProfileSchema.parse(profile),
  reconcile: (run, port) => reconcile(run, httpOf(run, port)),
});

type Http = { request: (method: string, path: string, params: Params) => Promise<unknown> };
type Params = Readonly<Record<string, string>>;

/** The replies of the venue. The bot's own port uses them: a port that is written for a test hides faults. */
function httpOf({ snapshot }: ReconcileRequest, port: TargetPort): Http {
  const itemsOf = <Item>(
    part: { readonly items: readonly Item[] } | { readonly error: string },
  ) => {
    if ("error" in part) throw new Error(part.error);
    return part.items;
  };
  const paths: Readonly<Record<string, (params: Params) => unknown>> = {
    "GET /fapi/v1/openOrders": () =>
      itemsOf(snapshot.orders).map((order) => ({
        ...order,
        origQty: order.quantity,
        executedQty: order.filledQuantity,
        status: { OPEN: "NEW", CANCELLED: "CANCELED" }[order.status as string] ?? order.status,
      })),
    "GET /fapi/v3/positionRisk": () =>
      itemsOf(snapshot.positions).map((position) => ({
        ...position,
        positionAmt: position.quantity,
      })),
    // A reply is accepted, or rejected with the code and the message of the venue; an error is an unknown outcome.
    "DELETE /fapi/v1/order": ({ symbol = "", origClientOrderId: clientOrderId = "" }) =>
      port.cancelOrder({ symbol, clientOrderId }),
    "POST /fapi/v1/order": ({ newClientOrderId: clientOrderId = "", type: _, ...order }) =>
      port.placeMarketOrder({ clientOrderId, ...order } as Parameters<
        TargetPort["placeMarketOrder"]
      >[0]),
  };
  return {
    request: async (method, path, params) => {
      const answer = paths[`${method} ${path}`];
      if (answer === undefined) throw new Error(`the adapter has no ${method} ${path}`);
      return answer(params);
    },
  };
}
