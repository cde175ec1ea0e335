/**
 * The focus of each batch (swarm testing). Every second batch has one. The batches of a round pair each theme with each
 * fault once; seed and round decide which themes and faults are together, and in which order.
 */
import * as fc from "fast-check";
import { isOnLargeBooks, type Focus } from "../../properties/arbitraries/focus.ts";
import { faults, themes, themesOfSequences, type Fault, type Theme } from "../domain/theme.ts";
import { randomCases } from "./batch.ts";

const isLarge = (theme: Theme) => isOnLargeBooks({ themes: new Set([theme]), faults: [] });
/** They stay together, because one large book has all of them. */
const largeThemes = themes.filter(isLarge);
const otherThemes = themes.filter((theme) => !isLarge(theme));

type Round = readonly Focus[];

/** So many groups of the other themes, and of the faults; `always` is in each group. */
function roundOf(
  [some, groupsOfThemes]: readonly [readonly Theme[], number],
  [met, groupsOfFaults]: readonly [readonly Fault[], number],
  always: readonly Fault[],
): fc.Arbitrary<Round> {
  const order = Array.from({ length: (groupsOfThemes + 1) * groupsOfFaults }, (_, at) => at);
  return fc
    .record({ themes: shuffled(some), faults: shuffled(met), order: shuffled(order) })
    .map((drawn) => {
      const groups = [largeThemes, ...groupsOf(drawn.themes, groupsOfThemes)];
      const focuses = groups.flatMap((group) =>
        groupsOf(drawn.faults, groupsOfFaults).map((together) => ({
          themes: new Set(group),
          faults: [...together, ...always],
        })),
      );
      return drawn.order.flatMap((at) => focuses[at] ?? []);
    });
}

function shuffled<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

/** Groups whose sizes differ by one at most. */
function groupsOf<Item>(items: readonly Item[], groups: number): Item[][] {
  return Array.from({ length: groups }, (_, group) =>
    items.filter((_item, at) => at % groups === group),
  );
}

const without = (...left: readonly Fault[]) => faults.filter((fault) => !left.includes(fault));

/** A fault of the audit trail matters only where a run calls the port, so that every focus has it. */
const roundOfRandom = roundOf(
  [otherThemes.filter((theme) => !themesOfSequences.has(theme)), 3],
  [without("crash", "audit fault"), 4],
  ["audit fault"],
);
/**
 * A sequence has many runs, so that one batch can meet every fault. No random case has a crash, so a crash is as likely
 * as several faults; of large books, as all others together.
 */
const crashes = (times: number) => Array.from({ length: times }, (): Fault => "crash");
const roundOfSequences = roundOf([otherThemes, 3], [without("crash"), 1], crashes(6)).map((round) =>
  round.map((focus) =>
    isOnLargeBooks(focus) ? { ...focus, faults: [...focus.faults, ...crashes(9)] } : focus,
  ),
);

/** No campaign has so many batches, so that no round has the seed of one. */
const firstRound = 0x4000_0000;

/** The focus of a batch of random cases, counted from 0; null: any themes and faults. */
export function focusOfRandom(seed: number, batch: number): Focus | null {
  return focusOf(roundOfRandom, seed, batch, firstRound);
}

/** The focus of a batch of sequences. */
export function focusOfSequences(seed: number, batch: number): Focus | null {
  return focusOf(roundOfSequences, seed, batch, -firstRound);
}

function focusOf(
  rounds: fc.Arbitrary<Round>,
  seed: number,
  batch: number,
  first: number,
): Focus | null {
  if (batch % 2 === 0) return null;
  const count = (batch - 1) / 2;
  const { length } = randomCases(rounds, seed, first).next().value;
  const round = Math.floor(count / length);
  return randomCases(rounds, seed, first + round).next().value[count % length] ?? null;
}
