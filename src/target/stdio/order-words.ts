/** Orders with the statuses in the words of a bot. What the simulation records keeps the words of the harness. */
import type { ExpectedState } from "../../domain/expected-state.ts";
import type { Snapshot, SnapshotPart } from "../../domain/snapshot.ts";
import type { BotProfile } from "../../profile/bot-profile.ts";
import type { ReconcileRequest, TargetPort } from "../target-run.ts";

type Words = Readonly<Partial<Record<string, string>>>;
type Order = { readonly status: string };
type Run = { readonly request: ReconcileRequest; readonly port: TargetPort };

/** A run as its bot receives it: its params, its lists, the lists of a lease, and the answers to queries. */
export function inWordsOf(profile: BotProfile | undefined, run: Run): Run {
  const { orderStatuses, conditionalOrderStatuses } = profile ?? {};
  if (orderStatuses === undefined && conditionalOrderStatuses === undefined) return run;
  const { request, port } = run;
  const words = { normal: orderStatuses ?? {}, conditional: conditionalOrderStatuses ?? {} };
  return {
    request: {
      ...request,
      expected: expectedIn(words, request.expected),
      snapshot: snapshotIn(words, request.snapshot),
    },
    port: {
      ...port,
      takeLease: async () => {
        const lease = await port.takeLease();
        return lease && { ...lease, snapshot: snapshotIn(words, lease.snapshot) };
      },
      readLists: async () => snapshotIn(words, await port.readLists()),
      queryOrder: async (query) => {
        const reply = await port.queryOrder(query);
        return reply.status === "found"
          ? { ...reply, order: orderIn(words.normal, reply.order) }
          : reply;
      },
    },
  };
}

type BothWords = { readonly normal: Words; readonly conditional: Words };

function expectedIn({ normal, conditional }: BothWords, expected: ExpectedState): ExpectedState {
  const { orders, conditionalOrders } = expected;
  return {
    ...expected,
    orders: orders.map((order) => orderIn(normal, order)),
    ...(conditionalOrders && {
      conditionalOrders: conditionalOrders.map((order) => orderIn(conditional, order)),
    }),
  };
}

function snapshotIn({ normal, conditional }: BothWords, snapshot: Snapshot): Snapshot {
  const { orders, conditionalOrders } = snapshot;
  return {
    ...snapshot,
    orders: partIn(normal, orders),
    ...(conditionalOrders && { conditionalOrders: partIn(conditional, conditionalOrders) }),
  };
}

function partIn<Item extends Order>(words: Words, part: SnapshotPart<Item>): SnapshotPart<Item> {
  if (part.status !== "ok") return part;
  return { ...part, items: part.items.map((order) => orderIn(words, order)) };
}

function orderIn<Item extends Order>(words: Words, order: Item): Item {
  const renamed: Order = { ...order, status: words[order.status] ?? order.status };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the bot reads it, which has these words
  return renamed as Item;
}
