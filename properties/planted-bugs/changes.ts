/** Faults of a process that keeps what an operator or the exchange has changed since. */
import type { Config } from "../../src/domain/config.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import type { SnapshotPart } from "../../src/domain/snapshot.ts";
import { limits } from "../../src/pipeline/limits.ts";
import {
  limitsWith,
  sequenceSiblings,
  withMemory,
  type Hooks,
  type PlantedBug,
} from "./planted-bug.ts";

/** The fields that the first run of a process reads stay as they are. */
function readOnce(fieldsOf: (config: Config) => Partial<Config>) {
  return withMemory<Partial<Config> | null>(null, (first) => ({
    hooks: { config: (config) => (first.value ??= fieldsOf(config)) },
  }));
}

type Price = ObservedPosition["markPrice"];

/** Replaces the price of each position in the snapshot by one that depends on those of earlier snapshots. */
function pricesFrom(next: (known: Price | undefined, shown: Price) => Price) {
  return withMemory<Map<string, Price> | null>(null, (memory) => {
    const replaced = (item: ObservedPosition): ObservedPosition => {
      const prices = (memory.value ??= new Map<string, Price>());
      const markPrice = next(prices.get(item.symbol), item.markPrice);
      prices.set(item.symbol, markPrice);
      return { ...item, markPrice };
    };
    const snapshot: Hooks["snapshot"] = ({ positions }) => {
      const shown: SnapshotPart<ObservedPosition> =
        positions.status === "ok"
          ? { ...positions, items: positions.items.map(replaced) }
          : positions;
      return { positions: shown };
    };
    return { hooks: { snapshot } };
  });
}

type Side = ObservedPosition["positionSide"];

/** The mode that the first listed position shows. */
const isHedge = (memory: { value: boolean | null }, side: Side): boolean =>
  (memory.value ??= side !== "BOTH");

export const changeBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("flatten-only-reduces/wrong-position-parameters", 4, {
    "position-mode-read-once": withMemory<boolean | null>(null, (memory) => ({
      hooks: {
        snapshot: ({ positions }) => {
          const [first] = positions.status === "ok" ? positions.items : [];
          if (first !== undefined) isHedge(memory, first.positionSide);
          return {};
        },
        port: (port) => ({
          ...port,
          placeMarketOrder: (permit, request) => {
            const isLeg = isHedge(memory, request.positionSide ?? "BOTH");
            const form = isLeg ? { reduceOnly: null } : { positionSide: null, reduceOnly: true };
            return port.placeMarketOrder(permit, { ...request, ...form });
          },
        }),
      },
    })),
  }),
  ...sequenceSiblings("every-mismatch-is-reported/missing-mismatch", 4, {
    "positions-of-another-mode-ignored": withMemory<boolean | null>(null, (memory) => ({
      hooks: {
        snapshot: ({ positions }) => {
          if (positions.status === "failed") return {};
          const items = positions.items.filter(
            ({ positionSide }) => isHedge(memory, positionSide) === (positionSide !== "BOTH"),
          );
          return { positions: { ...positions, items } };
        },
      },
    })),
  }),
  ...sequenceSiblings("permitted-remediations-are-executed/missing-remediation", 6, {
    // A close in one-way mode names no leg, and seems to be of each.
    "one-way-closes-count-for-each-leg": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) => {
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") {
          return limits.maxAttemptsPerIntent(mismatch, context);
        }
        const { positionSide } = mismatch;
        const priorCalls = context.priorCalls.map((call) => {
          const { request } = call;
          const isOneWay =
            request.method === "placeMarketOrder" && (request.positionSide ?? "BOTH") === "BOTH";
          return isOneWay ? { ...call, request: { ...request, positionSide } } : call;
        });
        return limits.maxAttemptsPerIntent(mismatch, { ...context, priorCalls });
      },
    }),
  }),
  ...sequenceSiblings("limits-hold/symbol-outside-whitelist", 4, {
    "whitelist-read-once": readOnce(({ symbolWhitelist }) => ({ symbolWhitelist })),
  }),
  ...sequenceSiblings("action-routes-only-its-kind/wrong-remediation-kind", 4, {
    "action-read-once": readOnce(({ action }) => ({ action })),
  }),
  ...sequenceSiblings("limits-hold/notional", 5, {
    "price-read-once": pricesFrom((known, shown) => known ?? shown),
    "last-price-kept-where-it-vanishes": pricesFrom((known, shown) => shown ?? known ?? null),
  }),
];
