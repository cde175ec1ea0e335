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

/** Every choice of three factors, as ascending indices. */
const indices = names.map((_, index) => index);
const threeFactors = indices.flatMap((a) =>
  indices.flatMap((b) => indices.flatMap((c) => (a < b && b < c ? [[a, b, c] as const] : []))),
);

/** Every combination of three factors' levels, as a key. */
export function allCombinations(): Set<string> {
  const keys = threeFactors.flatMap(([a, b, c]) =>
    levelsOf(a).flatMap((x) =>
      levelsOf(b).flatMap((y) => levelsOf(c).map((z) => keyOf(a, x, b, y, c, z))),
    ),
  );
  return new Set(keys);
}

function levelsOf(factor: number): number[] {
  return Array.from({ length: levelCounts[factor] ?? 0 }, (_, level) => level);
}

function keyOf(a: number, x: number, b: number, y: number, c: number, z: number): string {
  return `${a}.${x} ${b}.${y} ${c}.${z}`;
}

/** The combinations that one choice covers. */
export function combinationsOf(choice: Choice): string[] {
  const levelOf = (name: FactorName) => Array.from<string>(factors[name]).indexOf(choice[name]);
  return keysOf(names.map(levelOf));
}

function keysOf(levels: Levels, triples = threeFactors): string[] {
  const keys: string[] = [];
  for (const [a, b, c] of triples) {
    const [x, y, z] = [levels[a], levels[b], levels[c]];
    if (x !== undefined && y !== undefined && z !== undefined) keys.push(keyOf(a, x, b, y, c, z));
  }
  return keys;
}

export function coveringChoices(): Choice[] {
  const missing = allCombinations();
  const choices: Choice[] = [];
  for (const key of missing) {
    const levels: Levels = names.map(() => undefined);
    for (const part of key.split(" ")) {
      const [factor = 0, level = 0] = part.split(".").map(Number);
      levels[factor] = level;
    }
    for (const factor of indices) levels[factor] ??= bestLevel(factor, levels, missing);
    for (const covered of keysOf(levels)) missing.delete(covered);
    choices.push(choiceOf(levels));
  }
  return choices;
}

/** Every combination of the other factors with open gates, because only those runs call the port. */
export function openGateChoices(): Choice[] {
  const open: Choice = choiceOf(names.map(() => 0));
  const varied = names.filter((name) => !gateFactors.has(name));
  return varied.reduce<Choice[]>(
    (choices, name) =>
      choices.flatMap((choice) => factors[name].map((level) => ({ ...choice, [name]: level }))),
    [open],
  );
}

const gateFactors: ReadonlySet<FactorName> = new Set(["confirm", ...gateEnvironmentVariables]);

/** The level that covers most missing combinations, together with the chosen levels. */
function bestLevel(factor: number, levels: Levels, missing: ReadonlySet<string>): number {
  // The others are covered with every level alike.
  const own = threeFactors.filter((three) => three.includes(factor));
  const gains = levelsOf(factor).map(
    (level) => keysOf(levels.with(factor, level), own).filter((key) => missing.has(key)).length,
  );
  return gains.indexOf(Math.max(...gains));
}

function choiceOf(levels: Levels): Choice {
  const entries = names.map((name, index) => [name, factors[name][levels[index] ?? 0]]);
  return Object.fromEntries(entries) as Choice;
}
