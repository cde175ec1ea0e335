/** The situation of a run as a scenario, with the runs before it whose port calls it can depend on. */
import type { Config, ConfigChange } from "../domain/config.ts";
import { configChangeSchema } from "../domain/config.ts";
import { signOf, zero } from "../domain/decimal.ts";
import type { ObservedOrder } from "../domain/order.ts";
import { isLive } from "../domain/order.ts";
import type { PortCall } from "../domain/port-call.ts";
import type { PortFault } from "../domain/port-fault.ts";
import type { ObservedPosition } from "../domain/position.ts";
import type { SnapshotPart } from "../domain/snapshot.ts";
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";
import type { SnapshotPartStep } from "../scenario/snapshot-part.ts";
import type { Step } from "../scenario/step.ts";
import { isReadable, type KnownRun, type ObservedRecords } from "./observed-case.ts";
import type { Setting } from "./records.ts";

/** So many runs with port calls come before the run itself, and always the one before it. */
const runsBeforeMax = 5;

/** What these judge of a run depends on earlier runs. For any other property a single run shows the situation best. */
const ofSeveralRuns: ReadonlySet<string> = new Set([
  "attempts-are-bounded",
  "cooldown-holds",
  "gates-are-read-per-run",
  "invalid-snapshots-cause-no-action",
  "limits-hold",
  "no-call-during-a-ban",
  "rejected-remediations-need-a-new-snapshot",
  "unknown-outcomes-need-a-new-snapshot",
]);

type Readable = KnownRun & { readonly reads: NonNullable<KnownRun["reads"]> };

/** Returns why there is none, where the records do not show what the run read. */
export function scenarioOfRun(
  { runs, byCalls }: ObservedRecords,
  at: number,
  { property, statement }: { readonly property: string; readonly statement: string },
): Scenario | string {
  const { portCalls } = byCalls;
  const callsOf = (run: KnownRun) => portCalls.filter((call) => runs[call.run] === run);
  const last = runs[at];
  if (last === undefined || !hasReads(last)) return "the log does not have what the run read";
  if (last.setting.config === undefined || last.setting.gates === undefined) {
    return "the settings have no gates or no config";
  }
  const before = ofSeveralRuns.has(property)
    ? runs
        .slice(0, at)
        .filter(hasReads)
        .filter(({ setting }) => isSame(setting.filters, last.setting.filters))
        .filter((run, place, all) => callsOf(run).length > 0 || place === all.length - 1)
        .slice(-runsBeforeMax)
    : [];
  const [first = last] = before;
  const scenario = {
    schemaVersion: 2,
    name: property,
    statement,
    startsAtMs: first.reads.atMs,
    gates: first.setting.gates ?? last.setting.gates,
    config: first.setting.config ?? last.setting.config,
    expected: last.reads.expected,
    exchange: exchangeOf(first),
    steps: [...before, last].flatMap((run, place, all) => [
      ...changesBetween(all[place - 1], run),
      { kind: "set-port-faults", faults: callsOf(run).map(faultOf) },
      snapshotStep(run),
      { kind: "reconcile" },
    ]),
  };
  const parsed = scenarioSchema.safeParse(scenario);
  return parsed.success
    ? parsed.data
    : `no scenario can have it: ${parsed.error.issues[0]?.message}`;
}

/** A scenario has one set of filters. */
function isSame(one: Setting["filters"], other: Setting["filters"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function hasReads(run: KnownRun): run is Readable {
  return isReadable(run);
}

const itemsOf = <Item>(part: SnapshotPart<Item> | undefined): readonly Item[] =>
  part?.status === "ok" ? part.items : [];

/** Of the copies of an order, the first one. */
function onceEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}

type Identified = Pick<ObservedOrder, "symbol" | "clientOrderId">;
const keyOfOrder = ({ symbol, clientOrderId }: Identified) => `${symbol} ${clientOrderId}`;
type Placed = Pick<ObservedPosition, "symbol" | "positionSide">;
const keyOfPosition = ({ symbol, positionSide }: Placed) => `${symbol} ${positionSide}`;

function ordersOf({ reads: { snapshot } }: Readable): readonly ObservedOrder[] {
  return onceEach(itemsOf(snapshot.orders), keyOfOrder);
}

function positionsOf({ reads: { snapshot } }: Readable): readonly ObservedPosition[] {
  return onceEach(itemsOf(snapshot.positions), keyOfPosition);
}

function exchangeOf(run: Readable): object {
  const { snapshot } = run.reads;
  const [orders, positions] = [ordersOf(run), positionsOf(run)];
  const conditional = onceEach(itemsOf(snapshot.conditionalOrders ?? undefined), keyOfOrder);
  const sides = [...orders, ...positions, ...conditional].map(({ positionSide }) => positionSide);
  const { filters = {} } = run.setting;
  return {
    positionMode: sides.some((side) => side !== "BOTH") ? "hedge" : "one_way",
    orders,
    positions: positions
      .filter(({ quantity }) => signOf(quantity) !== 0)
      .map(({ symbol, positionSide, quantity }) => ({ symbol, positionSide, quantity })),
    prices: Object.fromEntries(
      positions.flatMap(({ symbol, markPrice }) =>
        markPrice === null ? [] : [[symbol, markPrice] as const],
      ),
    ),
    ...(Object.keys(filters).length > 0 && { filters }),
    ...(snapshot.conditionalOrders !== undefined && { conditionalOrders: conditional }),
  };
}

/** The clock, the settings, and what else changed at the exchange until the run read it. */
function changesBetween(before: Readable | undefined, run: Readable): Step[] {
  if (before === undefined) return [];
  const steps: Step[] = [];
  const ms = run.reads.atMs - (before.end?.details.ts_end ?? before.reads.atMs);
  if (ms > 0) steps.push({ kind: "advance-clock", ms });
  if (ms < 0) steps.push({ kind: "set-clock", byMs: ms });
  const { gates, config } = run.setting;
  if (gates !== undefined && gates !== before.setting.gates)
    steps.push({ kind: "set-gates", gates });
  if (config !== undefined && config !== before.setting.config) {
    steps.push({ kind: "set-config", config: changeOf(config) });
  }
  const [known, listed] = [ordersOf(before), ordersOf(run)];
  for (const order of known) {
    const isListed = listed.some((item) => keyOfOrder(item) === keyOfOrder(order));
    const { clientOrderId, symbol } = order;
    if (!isListed && isLive(order.status)) {
      steps.push({ kind: "cancel-by-exchange", clientOrderId, symbol });
    }
  }
  for (const order of listed) {
    if (known.some((item) => keyOfOrder(item) === keyOfOrder(order))) continue;
    steps.push({ kind: "add-order", order });
  }
  const positions = positionsOf(run);
  for (const { symbol, positionSide, quantity, markPrice } of positions) {
    steps.push({ kind: "set-position", position: { symbol, positionSide, quantity } });
    steps.push({ kind: "set-price", symbol, price: markPrice });
  }
  for (const { symbol, positionSide } of positionsOf(before)) {
    if (positions.some((item) => keyOfPosition(item) === keyOfPosition({ symbol, positionSide })))
      continue;
    const position = { symbol, positionSide, quantity: zero };
    steps.push({ kind: "set-position", position });
  }
  return steps;
}

/** What a step can change of a configuration. */
function changeOf(config: Config): ConfigChange {
  const names = Object.keys(configChangeSchema.unwrap().shape);
  const changed = Object.entries(config).filter(([name]) => names.includes(name));
  return configChangeSchema.parse(Object.fromEntries(changed));
}

/** Of an unknown outcome the records do not show whether it took effect. */
function faultOf({ reply, atMs, repliedAtMs }: PortCall): PortFault {
  const takes = repliedAtMs > atMs ? { takesMs: Math.min(repliedAtMs - atMs, 3_600_000) } : {};
  if (reply.status === "unknown") return { kind: "timeout", applied: false, ...takes };
  if (reply.status !== "rejected") return { kind: "accept", ...takes };
  const { code, message, bannedUntilMs = 0 } = reply;
  if (bannedUntilMs > repliedAtMs) {
    return { kind: "rate-limit", banMs: bannedUntilMs - repliedAtMs, ...takes };
  }
  const known = Math.min(-1, Math.max(-9_999, code));
  return { kind: "reject", code: known, message: message === "" ? "rejected" : message, ...takes };
}

function snapshotStep({ reads: { atMs, snapshot } }: Readable): Step {
  const { orders, positions, conditionalOrders } = snapshot;
  const part = (read: SnapshotPart<unknown>): SnapshotPartStep => {
    if (read.status === "failed") return { kind: "failed" };
    const ageMs = atMs - read.takenAtMs;
    if (ageMs === 0) return { kind: "ok" };
    return ageMs > 0 ? { kind: "old", ageMs } : { kind: "future", skewMs: -ageMs };
  };
  return {
    kind: "snapshot",
    orders: part(orders),
    positions: part(positions),
    ...(conditionalOrders && { conditionalOrders: part(conditionalOrders) }),
  };
}
