/** The state after each step, with what differs between the two sides and what has changed. */
import type { State, StateItem, Timeline } from "../fuzz/timeline-schema.ts";

/** The state at the start, and after each step: the last one that was recorded. */
export function statesOf({ start, steps }: Timeline): readonly State[] {
  let last = start;
  return [start, ...steps.map(({ state }) => (last = state ?? last))];
}

export type StateRow = {
  readonly kind: StateItem["kind"];
  readonly name: string;
  readonly expected: string | null;
  readonly exchange: string | null;
  /** One side has it alone, or the quantity of a position differs. */
  readonly differs: boolean;
  readonly isChanged: boolean;
};

const keyOf = ({ kind, name }: StateItem) => `${kind} ${name}`;

/** By kind and name. Of two orders with one name, both values are joined. */
function valuesOf(items: readonly StateItem[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const item of items) {
    const earlier = values.get(keyOf(item));
    values.set(keyOf(item), earlier === undefined ? item.value : `${earlier}; ${item.value}`);
  }
  return values;
}

export function rowsOf({ expected, exchange }: State, before: State | undefined): StateRow[] {
  const [left, right] = [valuesOf(expected), valuesOf(exchange)];
  const [oldLeft, oldRight] = [valuesOf(before?.expected ?? []), valuesOf(before?.exchange ?? [])];
  const items = new Map([...expected, ...exchange].map((item) => [keyOf(item), item]));
  const gone = [...(before?.expected ?? []), ...(before?.exchange ?? [])];
  for (const item of gone) if (!items.has(keyOf(item))) items.set(keyOf(item), item);
  return [...items].map(([key, { kind, name }]) => {
    const [own, other] = [left.get(key) ?? null, right.get(key) ?? null];
    const isAlone = (own === null) !== (other === null);
    const isLessOrMore = kind === "position" && own !== null && other !== null && own !== other;
    return {
      kind,
      name,
      expected: own,
      exchange: other,
      differs: isAlone || isLessOrMore,
      isChanged:
        before !== undefined &&
        ((oldLeft.get(key) ?? null) !== own || (oldRight.get(key) ?? null) !== other),
    };
  });
}
