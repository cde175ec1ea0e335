/** The endpoints of the REST interface. Any other path of a known host is answered with 404. */
import { ok, type VenueReply } from "../reply.ts";
import { accountRoutes } from "./account.ts";
import { algoOrderRoutes } from "./algo-orders.ts";
import { marketRoutes } from "./market.ts";
import { orderRoutes } from "./orders.ts";
import type { Route, RouteContext } from "./route.ts";

const stream = { path: "/fapi/v1/listenKey", group: "stream", security: "key", weight: 1 } as const;

const created = ({ listenKeys }: RouteContext) => ok({ listenKey: listenKeys.create() });

/** -1125: there is no such stream. */
function keptAlive(context: RouteContext): VenueReply {
  if (context.listenKeys.keepAlive()) return created(context);
  return { status: 400, body: { code: -1125, msg: "This listenKey does not exist." } };
}

const streamRoutes: readonly Route[] = [
  { ...stream, method: "POST", handle: created },
  { ...stream, method: "PUT", handle: keptAlive },
  {
    ...stream,
    method: "DELETE",
    handle: ({ listenKeys }) => {
      listenKeys.close();
      return ok({});
    },
  },
];

export const allRoutes: readonly Route[] = [
  ...marketRoutes,
  ...orderRoutes,
  ...algoOrderRoutes,
  ...accountRoutes,
  ...streamRoutes,
];

const byName = new Map(allRoutes.map((route) => [`${route.method} ${route.path}`, route]));

export function findRoute(method: string, path: string): Route | undefined {
  return byName.get(`${method} ${path}`);
}
