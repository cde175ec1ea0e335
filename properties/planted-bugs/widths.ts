/** Faults that show only beyond a bound: of a book, a list, a number, an id, an age or a second. */
import { isLive } from "../../src/domain/order.ts";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { SnapshotPart } from "../../src/domain/snapshot.ts";
import { detectDecisions } from "../../src/pipeline/detect.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import {
  decisionsWith,
  hooksWith,
  limitsWith,
  runWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type PlantedBug,
} from "./planted-bug.ts";

const dayMs = 86_400_000;

function firstOf<Item>(part: SnapshotPart<Item>, count: number): SnapshotPart<Item> {
  return part.status === "ok" ? { ...part, items: part.items.slice(0, count) } : part;
}

const wholeSecond = (ms: number) => Math.floor(ms / 1_000) * 1_000;

const idsReadIf = (isRead: (id: string) => boolean) =>
  decisionsWith({
    isUnexpected: ({ status, clientOrderId }, config) =>
      isLive(status) && isOwnOrder(clientOrderId, config) && isRead(clientOrderId),
  });

export const widthBugs: readonly PlantedBug[] = [
  ...siblings("every-mismatch-is-reported/missing-mismatch", 3, {
    // The first page of a list.
    "orders-after-the-100th-not-read": {
      minimalSize: 102,
      ...hooksWith({ snapshot: ({ orders }) => ({ orders: firstOf(orders, 100) }) }),
    },
    "positions-after-the-20th-not-read": {
      minimalSize: 22,
      ...hooksWith({ snapshot: ({ positions }) => ({ positions: firstOf(positions, 20) }) }),
    },
    "dust-read-as-flat": decisionsWith({
      isFlat: (position) => Math.abs(Number(position.quantity)) < 1e-12,
    }),
    "seven-digit-ids-read-as-external": idsReadIf((id) => !/_\d{7,}$/.test(id)),
    "ids-of-36-characters-read-as-external": idsReadIf(({ length }) => length < 36),
    "old-missing-orders-forgotten": decisionsWith({
      isMissing: (expected, takenAtMs, config) =>
        takenAtMs - expected.createdAtMs <= 3 * dayMs &&
        detectDecisions.isMissing(expected, takenAtMs, config),
    }),
    "orders-of-a-day-ago-not-read": hooksWith({
      snapshot: ({ orders }) => ({
        orders:
          orders.status === "ok"
            ? {
                ...orders,
                items: orders.items.filter(
                  ({ updatedAtMs }) => orders.takenAtMs - updatedAtMs <= dayMs,
                ),
              }
            : orders,
      }),
    }),
  }),
  ...siblings("attempts-are-bounded/attempts-per-window", 25, {
    "only-the-last-20-prior-calls-counted": hooksWith({
      inputs: ({ priorCalls }) => ({ priorCalls: priorCalls.slice(-20) }),
    }),
  }),
  ...siblings("attempts-are-bounded/attempts-per-intent", 6, {
    "attempt-window-in-whole-seconds": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) =>
        limits.maxAttemptsPerIntent(mismatch, {
          ...context,
          nowMs: wholeSecond(context.nowMs),
          priorCalls: context.priorCalls.map((call) => ({ ...call, atMs: wholeSecond(call.atMs) })),
        }),
    }),
  }),
  ...siblings("cooldown-holds/call-within-cooldown", 5, {
    "cooldown-in-whole-seconds": limitsWith({
      cooldownElapsed: (mismatch, context) =>
        limits.cooldownElapsed(mismatch, {
          ...context,
          nowMs: wholeSecond(context.nowMs),
          lastPortCallAtMs:
            context.lastPortCallAtMs === null ? null : wholeSecond(context.lastPortCallAtMs),
        }),
    }),
  }),
  ...siblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 3, {
    "snapshot-age-in-whole-seconds": decisionsWith({
      checkSnapshotPart: (part, snapshot, config, nowMs, lastPortCallAtMs) => {
        const takenAtMs = snapshot[part]?.takenAtMs ?? 0;
        const read = {
          ...snapshot,
          [part]: { ...snapshot[part], takenAtMs: wholeSecond(takenAtMs) },
        };
        const isWhole = takenAtMs <= nowMs && takenAtMs > (lastPortCallAtMs ?? 0);
        return isWhole
          ? checkSnapshotPart(part, read, config, wholeSecond(nowMs), null)
          : checkSnapshotPart(part, snapshot, config, nowMs, lastPortCallAtMs);
      },
    }),
  }),
  ...siblings("no-mismatch-no-action/report-without-mismatch", 4, {
    "orders-compared-by-quantity-too": decisionsWith({
      isSameOrder: (one, other) =>
        one.clientOrderId === other.clientOrderId &&
        one.symbol === other.symbol &&
        one.quantity === other.quantity,
    }),
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-outcome-or-reason", 53, {
    "calls-after-the-50th-not-sent": limitsWith({
      maxOrders: (mismatch, context) =>
        context.attempts >= 50
          ? { reason: "max_orders_reached", detail: "50 calls" }
          : limits.maxOrders(mismatch, context),
    }),
  }),
  ...siblings("audit-equals-effects/wrong-run-event", 12, {
    "audit-event-names-nine-symbols": hooksWith({
      append: (event, append) =>
        append(
          event.event_type === "RECONCILE_RUN"
            ? { ...event, symbols: event.symbols.slice(0, 9) }
            : event,
        ),
    }),
  }),
  ...sequenceSiblings("every-mismatch-is-reported/missing-mismatch", 4, {
    // An order that was accepted can expire before all of it fills.
    "accepted-flatten-remembered-as-flat": withMemory<readonly string[]>([], (flat) => ({
      decisions: {
        send: async (intent, permit, port) => {
          const reply = await executeDecisions.send(intent, permit, port);
          const { method, symbol } = intent.request;
          if (reply.status === "accepted" && method === "placeMarketOrder") {
            flat.value = [...flat.value, symbol];
          }
          return reply;
        },
        isFlat: (position) =>
          flat.value.includes(position.symbol) || detectDecisions.isFlat(position),
      },
    })),
  }),
  ...sequenceSiblings("no-mismatch-no-action/action-without-mismatch", 4, {
    // An error can come back for a cancel that took effect.
    "rejected-cancel-sent-again-from-memory": withMemory<PortRequest | null>(null, (rejected) => ({
      reconcile: runWith(async (inputs, services) => {
        const { port } = services;
        const decision = decideMode(inputs.gates);
        const again = rejected.value;
        rejected.value = null;
        if (decision.mode === "live" && again?.method === "cancelOrder") {
          await port.cancelOrder(decision.permit, again).catch(() => null);
        }
        const report = await reconcile(inputs, services);
        if (!("results" in report)) return report;
        for (const { outcome } of report.results) {
          if (outcome.status === "failed") rejected.value = outcome.request;
        }
        return report;
      }).reconcile,
    })),
  }),
];
