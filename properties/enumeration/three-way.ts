/**
 * A small set of choices (a covering array) with every combination of levels of three factors. It is
 * built greedily: each choice starts from a missing combination, and every other factor takes the
 * level that covers most of the other missing ones.
 */
import { factors, type Choice, type FactorName } from "./factors.ts";

const names = Object.keys(factors) as FactorName[];

/** The level of each factor as an index; undefined while none is chosen. */
type Levels = (number | undefined)[];

const levelCounts = names.map((name) => factors[name].length);

/** Every combination of three factors' levels, as a key. */
export function allCombinations(): Set<string> {
  const keys = new Set<string>();
  for (const [a] of names.entries()) {
    for (let b = a + 1; b < names.length; b += 1) {
      for (let c = b + 1; c < names.length; c += 1) {
        for (const x of levelsOf(a)) {
          for (const y of levelsOf(b))
            for (const z of levelsOf(c)) keys.add(keyOf(a, x, b, y, c, z));
        }
      }
    }
  }
  return keys;
}

function levelsOf(factor: number): number[] {
  return Array.from({ length: levelCounts[factor] ?? 0 }, (_, level) => level);
}

function keyOf(a: number, x: number, b: number, y: number, c: number, z: number): string {
  return `${a}.${x} ${b}.${y} ${c}.${z}`;
}

/** The combinations that one choice covers. */
export function combinationsOf(choice: Choice): string[] {
  return keysOf(
    names.map((name) => {
      const levels: readonly string[] = factors[name];
      return levels.indexOf(choice[name]);
    }),
  );
}

function keysOf(levels: Levels): string[] {
  const keys: string[] = [];
  for (const [a, x] of levels.entries()) {
    for (let b = a + 1; b < levels.length; b += 1) {
      for (let c = b + 1; c < levels.length; c += 1) {
        const [y, z] = [levels[b], levels[c]];
        if (x !== undefined && y !== undefined && z !== undefined)
          keys.push(keyOf(a, x, b, y, c, z));
      }
    }
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
    for (const [factor] of names.entries()) levels[factor] ??= bestLevel(factor, levels, missing);
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

const gateFactors: ReadonlySet<FactorName> = new Set([
  "confirm",
  "RECONCILE_DRY_RUN",
  "RECONCILE_ALLOW_ACTIVE",
  "ARMED",
  "ALLOW_MAINNET_TRADE",
] as const);

/** The level that covers most missing combinations, together with the chosen levels. */
function bestLevel(factor: number, levels: Levels, missing: ReadonlySet<string>): number {
  const gains = levelsOf(factor).map((level) => {
    const tried = levels.with(factor, level);
    return keysOf(tried).filter((key) => missing.has(key)).length;
  });
  return gains.indexOf(Math.max(...gains));
}

function choiceOf(levels: Levels): Choice {
  const entries = names.map((name, index) => [name, factors[name][levels[index] ?? 0]]);
  return Object.fromEntries(entries) as Choice;
}
