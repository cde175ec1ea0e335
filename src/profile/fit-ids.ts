/** The ids of a scenario in the form of a bot that has another prefix, other strategies or a form of its own. */
import {
  buildClientOrderId,
  isClientOrderId,
  parseOwnedId,
  type ClientOrderId,
  type OwnedIdParts,
} from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";
import { isLive } from "../domain/order.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { eachIdOnce } from "../scenario/rename-symbols.ts";
import type { SymbolRenamer } from "../scenario/step-module.ts";
import { buildWithTemplate } from "../domain/id-template.ts";

/** From the configuration of the scenario to that within the profile; null where no id changes. */
export function idFitter(from: Config, to: Config): SymbolRenamer["id"] | null {
  const isSame =
    from.clientOrderIdTemplate === to.clientOrderIdTemplate &&
    from.clientOrderIdPrefix === to.clientOrderIdPrefix &&
    from.allowedStrategies.join() === to.allowedStrategies.join();
  // An id of a template cannot be read back.
  if (isSame || from.clientOrderIdTemplate !== undefined) return null;
  return eachIdOnce((id) => fitId(id, from, to));
}

function fitId(id: ClientOrderId, from: Config, to: Config): ClientOrderId {
  const prefix = from.clientOrderIdPrefix;
  const parts = parseOwnedId(id, prefix);
  if (parts !== null) return buildOrKeep(id, parts, from, to);
  // A form that is similar to an own one: a change at one of its ends.
  for (const { take, put } of changes) {
    const inner = take(id);
    const own = inner !== null && isClientOrderId(inner) ? parseOwnedId(inner, prefix) : null;
    if (own === null) continue;
    const changed = put(buildOrKeep(id, own, from, to));
    return isClientOrderId(changed) ? changed : id;
  }
  return id.startsWith(prefix) ? swapPrefix(id, prefix, to.clientOrderIdPrefix) : id;
}

const changes = [
  {
    take: (id: string) => (id.startsWith("x") ? id.slice(1) : null),
    put: (id: string) => `x${id.slice(0, 35)}`,
  },
  {
    take: (id: string) => (id.endsWith("x") ? id.slice(0, -1) : null),
    put: (id: string) => `${id.slice(0, 35)}x`,
  },
  { take: swapFirst, put: swapFirst },
] as const;

function swapFirst(id: string): string {
  const first = id.charAt(0);
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  return other + id.slice(1);
}

function swapPrefix(id: ClientOrderId, from: string, to: string): ClientOrderId {
  const swapped = `${to}${id.slice(from.length)}`.slice(0, 36);
  return isClientOrderId(swapped) ? swapped : id;
}

/** The longest ids leave no room for another form: they stay, and are external then. */
function buildOrKeep(
  id: ClientOrderId,
  parts: OwnedIdParts,
  from: Config,
  to: Config,
): ClientOrderId {
  try {
    return build(parts, from, to);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return id;
  }
}

function build(parts: OwnedIdParts, from: Config, to: Config): ClientOrderId {
  const strategy = strategyWithin(parts.strategy, from.allowedStrategies, to.allowedStrategies);
  const own = { ...parts, strategy, prefix: to.clientOrderIdPrefix };
  return to.clientOrderIdTemplate === undefined
    ? buildClientOrderId(own)
    : buildWithTemplate(to.clientOrderIdTemplate, own);
}

/** An allowed strategy stays allowed, and another one stays another one. */
function strategyWithin(strategy: string, from: readonly string[], to: readonly string[]): string {
  // A name that only starts like an allowed one is another strategy, such as `grid2`.
  const isExact = from.includes(strategy);
  const at = from.findIndex((allowed) =>
    isExact ? allowed === strategy : strategy.startsWith(allowed),
  );
  const start = from[at];
  if (start !== undefined) return `${to[at % to.length] ?? ""}${strategy.slice(start.length)}`;
  return to.includes(strategy) ? `not${strategy.charAt(0)}` : strategy;
}

type Named = { readonly symbol: string; readonly clientOrderId: string };

const perSymbol = ({ symbol, clientOrderId }: Named) => `${symbol} ${clientOrderId}`;

/** Where a form has fewer parts, two ids may have become equal. The first order stays. */
export function withEachIdOnce(scenario: Scenario): Scenario {
  const { expected, exchange } = scenario;
  const { conditionalOrders: known } = expected;
  const { conditionalOrders: listed } = exchange;
  return {
    ...scenario,
    expected: {
      ...expected,
      orders: keepFirst(expected.orders, perSymbol),
      ...(known && { conditionalOrders: keepFirst(known, perSymbol) }),
    },
    exchange: {
      ...exchange,
      // Ended orders may share an id.
      orders: keepFirst(
        exchange.orders,
        (order) => perSymbol(order) + (isLive(order.status) ? "" : ` ${order.orderId}`),
      ),
      ...(listed && { conditionalOrders: keepFirst(listed, ({ clientOrderId }) => clientOrderId) }),
    },
  };
}

function keepFirst<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const found = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.has(key)) found.set(key, item);
  }
  return [...found.values()];
}
