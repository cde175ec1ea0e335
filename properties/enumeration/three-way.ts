/**
 * A small set of choices (a covering array) with every combination of levels of three factors. It is
 * built greedily: each choice starts from a missing combination, and every other factor takes the
 * level that covers most of the other missing ones.
 */
import { gateEnvironmentVariables } from "../../src/domain/gate.ts";
import { factors, type Choice, type FactorName } from "./factors.ts";

const names = Object.keys(factors) as FactorName[];

/** The level of each factor as an index; undefined while none is chosen. */
type Levels = (number | undefined)[];

const levelCounts = names.map((name) => factors[name].length);

/** Three factors as ascending indices. The combinations of their levels are numbered from `first`. */
type Triple = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly first: number;
};

const indices = names.map((_, index) => index);
const threes = indices.flatMap((a) =>
  indices.flatMap((b) => indices.flatMap((c) => (a < b && b < c ? [[a, b, c] as const] : []))),
);

/** The number of combinations of three factors' levels. They are numbered from 0. */
export const combinationCount = threes.reduce((sum, three) => sum + combinationsOf(three), 0);

const triples = threes.map(([a, b, c], place): Triple => {
  const before = threes.slice(0, place);
  return { a, b, c, first: before.reduce((sum, three) => sum + combinationsOf(three), 0) };
});
const triplesWith = indices.map((factor) =>
  triples.filter(({ a, b, c }) => a === factor || b === factor || c === factor),
);

function combinationsOf([a, b, c]: readonly [number, number, number]): number {
  return countOf(a) * countOf(b) * countOf(c);
}

function countOf(factor: number): number {
  return levelCounts[factor] ?? 0;
}

function levelsOf(factor: number): number[] {
  return Array.from({ length: countOf(factor) }, (_, level) => level);
}

/** Null where a level is not chosen. */
function numberOf({ a, b, c, first }: Triple, levels: Levels): number | null {
  const x = levels[a];
  const y = levels[b];
  const z = levels[c];
  if (x === undefined || y === undefined || z === undefined) return null;
  return first + (x * countOf(b) + y) * countOf(c) + z;
}

export function coveringChoices(): Choice[] {
  const missing = new Set(Array.from({ length: combinationCount }, (_, number) => number));
  const choices: Choice[] = [];
  for (const number of missing) {
    const levels = levelsOfNumber(number);
    for (const factor of indices) levels[factor] ??= bestLevel(factor, levels, missing);
    for (const triple of triples) missing.delete(numberOf(triple, levels) ?? -1);
    choices.push(choiceOf(levels));
  }
  return choices;
}

/** The levels of one combination. */
function levelsOfNumber(number: number): Levels {
  const levels: Levels = names.map(() => undefined);
  const triple = triples.findLast(({ first }) => first <= number);
  if (triple === undefined) return levels;
  const { a, b, c, first } = triple;
  const [rest, z] = divide(number - first, countOf(c));
  const [x, y] = divide(rest, countOf(b));
  return levels.with(a, x).with(b, y).with(c, z);
}

function divide(dividend: number, divisor: number): [quotient: number, remainder: number] {
  return [Math.floor(dividend / divisor), dividend % divisor];
}

/**
 * Every combination of the other factors with open gates, because only those runs call the port. Where a
 * correct run makes no port call, only the port that accepts is combined: a call is wrong with each.
 */
export function openGateChoices(): Choice[] {
  const open: Choice = choiceOf(names.map(() => 0));
  const varied = names.filter((name) => !gateFactors.has(name));
  const choices = varied.reduce<Choice[]>(
    (combined, name) =>
      combined.flatMap((choice) => factors[name].map((level) => ({ ...choice, [name]: level }))),
    [open],
  );
  return choices.filter((choice) => choice.port === "accepts" || mayCall(choice));
}

function mayCall({ action, snapshot, order }: Choice): boolean {
  const isLive = order === "unexpected" || order === "diverges live";
  // Without positions a run still cancels orders.
  const isRead = snapshot === "fresh" || (isLive && snapshot.startsWith("positions"));
  return action !== "none" && isRead;
}

const gateFactors: ReadonlySet<FactorName> = new Set(["confirm", ...gateEnvironmentVariables]);

/** The level that covers most missing combinations, together with the chosen levels. */
function bestLevel(factor: number, levels: Levels, missing: ReadonlySet<number>): number {
  // The others are covered with every level alike.
  const own = triplesWith[factor] ?? [];
  const gains = levelsOf(factor).map((level) => {
    const tried = levels.with(factor, level);
    return own.filter((triple) => missing.has(numberOf(triple, tried) ?? -1)).length;
  });
  return gains.indexOf(Math.max(...gains));
}

function choiceOf(levels: Levels): Choice {
  const entries = names.map((name, index) => [name, factors[name][levels[index] ?? 0]]);
  return Object.fromEntries(entries) as Choice;
}
