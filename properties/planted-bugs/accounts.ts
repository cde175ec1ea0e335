/** Faults of a process that runs two accounts, and keeps something of one for the other. */
import type { Position } from "../../src/domain/position.ts";
import type { PriorCall } from "../../src/domain/port-call.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import type { Port } from "../../src/pipeline/services.ts";
import { runWith, siblings, withMemory, type PlantedBug } from "./planted-bug.ts";

/** The port, with each request that it gets. */
function watched(port: Port, onCall: (request: PriorCall["request"]) => void): Port {
  return {
    cancelOrder: (permit, request) => {
      onCall(request);
      return port.cancelOrder(permit, request);
    },
    placeMarketOrder: (permit, request) => {
      onCall(request);
      return port.placeMarketOrder(permit, request);
    },
    cancelConditionalOrder: (permit, request) => {
      onCall(request);
      return port.cancelConditionalOrder(permit, request);
    },
  };
}

type OfAccount<Value> = ReadonlyMap<string | undefined, Value>;

const others = <Value>(memory: OfAccount<Value>, own: string | undefined): Value[] =>
  [...memory].flatMap(([account, value]) => (account === own ? [] : [value]));

export const accountBugs: readonly PlantedBug[] = [
  ...siblings("accounts-do-not-mix/different-runs", 3, {
    "cooldown-of-the-other-account": withMemory<OfAccount<number>>(new Map(), (lastCalls) =>
      runWith((inputs, services) => {
        const { account } = inputs;
        const last = [inputs.lastPortCallAtMs ?? 0, ...others(lastCalls.value, account)];
        const lastPortCallAtMs = Math.max(...last) || null;
        const port = watched(services.port, () => {
          lastCalls.value = new Map([...lastCalls.value, [account, services.nowMs()]]);
        });
        return reconcile({ ...inputs, lastPortCallAtMs }, { ...services, port });
      }),
    ),
    "attempts-of-accounts-counted-together": withMemory<OfAccount<readonly PriorCall[]>>(
      new Map(),
      (calls) =>
        runWith((inputs, services) => {
          const { account } = inputs;
          const all = [...others(calls.value, account).flat(), ...inputs.priorCalls];
          const priorCalls = all.toSorted((one, other) => one.atMs - other.atMs);
          const port = watched(services.port, (request) => {
            const own = calls.value.get(account) ?? [];
            const call = { request, atMs: services.nowMs(), status: "rejected" } as const;
            calls.value = new Map([...calls.value, [account, [...own, call]]]);
          });
          return reconcile({ ...inputs, priorCalls }, { ...services, port });
        }),
    ),
    "expected-positions-of-accounts-mixed": {
      minimalSize: 4,
      ...withMemory<OfAccount<readonly Position[]>>(new Map(), (known) =>
        runWith((inputs, services) => {
          const { account, expected } = inputs;
          known.value = new Map([...known.value, [account, expected.positions]]);
          const isNamed = ({ symbol, positionSide }: Position) =>
            expected.positions.some(
              (own) => own.symbol === symbol && own.positionSide === positionSide,
            );
          const more = others(known.value, account)
            .flat()
            .filter((entry) => !isNamed(entry));
          const positions = [...expected.positions, ...more];
          return reconcile({ ...inputs, expected: { ...expected, positions } }, services);
        }),
      ),
    },
    "order-cancelled-in-one-account-only": withMemory<OfAccount<readonly string[]>>(
      new Map(),
      (sent) =>
        runWith((inputs, services) => {
          const { account } = inputs;
          const elsewhere = new Set(others(sent.value, account).flat());
          const port = watched(services.port, (request) => {
            const own = sent.value.get(account) ?? [];
            sent.value = new Map([...sent.value, [account, [...own, request.clientOrderId]]]);
          });
          const readSnapshot = async () => {
            const snapshot = await services.readSnapshot();
            const { orders } = snapshot;
            if (orders.status !== "ok") return snapshot;
            const items = orders.items.filter(({ clientOrderId }) => !elsewhere.has(clientOrderId));
            return { ...snapshot, orders: { ...orders, items } };
          };
          return reconcile(inputs, { ...services, port, readSnapshot });
        }),
    ),
  }),
  ...siblings("accounts-do-not-mix/event-of-no-account", 1, {
    "account-left-out-of-the-trail": runWith((inputs, services) =>
      reconcile({ ...inputs, account: undefined }, services),
    ),
  }),
];
