/** Passes that know only the form of a scenario. Large parts go first: steps, then entities, then fields. */
import { positionKey } from "../../domain/position.ts";
import {
  hasConditionalOrders,
  withoutConditionalOrders,
  type Scenario,
} from "../../scenario/scenario.ts";
import { shorterLists, withoutParts } from "../../scenario/smaller-values.ts";
import { simplerSteps, type Step } from "../../scenario/step.ts";
import { fieldsOf, withField, type JsonField } from "./json-fields.ts";
import { plainerValues } from "./measure.ts";

export function genericCandidates(scenario: Scenario): unknown[] {
  const { gates, config, expected, exchange, steps } = scenario;
  const fields = [...fieldsOf({ gates, config, expected, exchange })];
  const replaced = ({ path }: JsonField, values: readonly unknown[]) =>
    values.map((value) => withField(scenario, path, value));
  return [
    ...withFewerSteps(steps).map((fewer) => ({ ...scenario, steps: fewer })),
    ...withFewerEntities(scenario),
    ...withFewerConditionalOrders(scenario),
    ...withPlainerColumns(scenario),
    ...fields.flatMap((field) => replaced(field, withFewerEntries(field))),
    ...fields.flatMap((field) => replaced(field, plainerValues(field))),
    ...steps.flatMap((step, at) =>
      simplerSteps(step).map((plainer) => ({ ...scenario, steps: steps.with(at, plainer) })),
    ),
  ];
}

/** A clock that moves on, a snapshot, a run. */
const roundStepsMax = 3;

/** A single run, then the steps without halves, quarters, eighths, whole rounds and single steps. */
export function withFewerSteps(steps: readonly Step[]): (readonly Step[])[] {
  const { length } = steps;
  const parts = [2, 4, 8].map((share) => Math.floor(length / share));
  const rounds = length > roundStepsMax ? [roundStepsMax, 2] : [];
  const lengths = new Set([...parts, ...rounds, 1].filter((part) => part > 0));
  const shorter = [...lengths].flatMap((part) =>
    // A snapshot and its run may start at any step.
    withoutParts(steps, part, part <= roundStepsMax ? 1 : part),
  );
  return length > 1 ? [[{ kind: "reconcile" }], ...shorter] : shorter;
}

/** From so many entities on, a field of all of them is replaced at once: one after the other would take minutes. */
const longListLeast = 9;

/** One field of all entities of a long list gets a plainer value. */
function withPlainerColumns(scenario: Scenario): unknown[] {
  return (["expected", "exchange"] as const).flatMap((state) =>
    (["orders", "positions"] as const).flatMap((list) => {
      const entities = scenario[state][list];
      if (entities.length < longListLeast) return [];
      return Object.keys(entities[0] ?? {}).flatMap((name) =>
        plainerColumns(entities, name).map((column) => withField(scenario, [state, list], column)),
      );
    }),
  );
}

function plainerColumns(entities: readonly object[], name: string): (readonly object[])[] {
  const plainer = entities.map((entity) =>
    plainerValues({ path: [], name, value: Reflect.get(entity, name) }),
  );
  const values = new Map(plainer.flat().map((value) => [JSON.stringify(value), value]));
  return [...values].map(([text, value]) =>
    entities.map((entity, at) =>
      plainer[at]?.some((other) => JSON.stringify(other) === text) === true
        ? { ...entity, [name]: value }
        : entity,
    ),
  );
}

/** The fields that hold any number of entries by their keys. */
const records: ReadonlySet<string> = new Set(["prices", "env", "filters"]);

function withFewerEntries({ name, value }: JsonField): unknown[] {
  if (Array.isArray(value)) return shorterLists(value);
  const entries = records.has(name) ? Object.entries(value ?? {}) : [];
  return shorterLists(entries).map((fewer) => Object.fromEntries(fewer));
}

type Entity = { readonly clientOrderId: string } | Parameters<typeof positionKey>[0];

export function keyOf(entity: Entity): string {
  return "clientOrderId" in entity ? entity.clientOrderId : positionKey(entity);
}

/**
 * An entity leaves the expected state and the exchange together. It comes before lists of one state get
 * shorter, because an entity that stays in the other state is a mismatch and could keep the failure.
 */
export function withFewerEntities(scenario: Scenario): Scenario[] {
  const { expected, exchange } = scenario;
  return (["orders", "positions"] as const).flatMap((list) => {
    const keys = new Set([...expected[list], ...exchange[list]].map(keyOf));
    return shorterLists([...keys]).map((fewer) => {
      const kept = new Set(fewer);
      const isKept = (entity: Entity) => kept.has(keyOf(entity));
      return {
        ...scenario,
        expected: { ...expected, [list]: expected[list].filter(isKept) },
        exchange: { ...exchange, [list]: exchange[list].filter(isKept) },
      };
    });
  });
}

/** First without all that concerns conditional orders, then each one in both states together. */
function withFewerConditionalOrders(scenario: Scenario): Scenario[] {
  if (!hasConditionalOrders(scenario)) return [];
  const { expected, exchange } = scenario;
  const { conditionalOrders: known = [] } = expected;
  const { conditionalOrders: listed = [] } = exchange;
  const ids = [...new Set([...known, ...listed].map(keyOf))];
  const fewer = shorterLists(ids).map((left): Scenario => {
    const kept = new Set(left);
    return {
      ...scenario,
      expected: { ...expected, conditionalOrders: known.filter((order) => kept.has(keyOf(order))) },
      exchange: {
        ...exchange,
        conditionalOrders: listed.filter((order) => kept.has(keyOf(order))),
      },
    };
  });
  return [withoutConditionalOrders(scenario), ...fewer, ...withoutEmptyLists(scenario)];
}

/** The list of one state goes where it is empty. */
function withoutEmptyLists(scenario: Scenario): Scenario[] {
  const { conditionalOrders: known, ...expected } = scenario.expected;
  const { conditionalOrders: listed, ...exchange } = scenario.exchange;
  return [
    ...(known?.length === 0 ? [{ ...scenario, expected }] : []),
    ...(listed?.length === 0 ? [{ ...scenario, exchange }] : []),
  ];
}
