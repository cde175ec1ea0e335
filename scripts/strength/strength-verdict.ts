/**
 * What the figures amount to. A planted bug that is missed in one seed fails, and so does a property that
 * no planted bug needs: it may be right, but nothing shows that it can be wrong.
 */
import type { BugStrength, StrengthFigures, StrengthReport } from "./strength-figures.ts";

/** Catching a bug and making it small, in one seed. */
const elapsedMsMax = 10_000;
/**
 * By how many entities and steps a shrunk counterexample may be larger than the smallest known: where a
 * second run is what breaks a claim, no single simplification leads to the one run that would do.
 */
const sizeSlackMax = 3;
const historySlackMax = 2;

export function judgeStrength(
  figures: StrengthFigures,
): Pick<StrengthReport, "verdict" | "reasons" | "notes"> {
  const { bugs, seeds, complete } = figures;
  const reasons = [
    ...bugs.flatMap((bug) => whyTooWeak(bug, seeds.length)),
    ...(complete ? whyIdle(figures) : []),
  ];
  const notes = [
    ...bugs.flatMap(noteSmaller),
    ...(complete ? [] : ["not all planted bugs were hunted, so the properties are not judged"]),
  ];
  return { verdict: reasons.length === 0 ? "holds" : "fails", reasons, notes };
}

function whyTooWeak(
  { name, caughtBy, caught, size, smallest, takesHistories, hunts }: BugStrength,
  seeds: number,
) {
  const missedIn = hunts.filter(({ caughtAfter }) => caughtAfter === null).map(({ seed }) => seed);
  const slow = hunts.filter(({ elapsedMs }) => elapsedMs > elapsedMsMax);
  const [word] = missedIn.length === 1 ? ["seed"] : ["seeds"];
  return [
    ...(caught === seeds
      ? []
      : [`${name} was missed by ${caughtBy} with ${word} ${missedIn.join(", ")}`]),
    ...slow.map(
      ({ seed, elapsedMs }) =>
        `${name} took ${Math.round(elapsedMs)} ms with seed ${seed}; ${elapsedMsMax} ms are allowed`,
    ),
    ...(size !== null && size.most > smallest + (takesHistories ? historySlackMax : sizeSlackMax)
      ? [
          `${name} was shrunk to ${size.most} ${takesHistories ? "steps" : "entities and steps"} only; ${smallest} are enough`,
        ]
      : []),
  ];
}

function whyIdle({ properties }: StrengthFigures): string[] {
  return properties.flatMap(({ name, catches, alone, first }) => {
    if (catches === 0) return [`${name} catches no planted bug`];
    return alone + first === 0 ? [`${name} catches no planted bug alone or first`] : [];
  });
}

function noteSmaller({ name, size, smallest }: BugStrength): string[] {
  return size !== null && size.least < smallest
    ? [`${name} was shrunk to ${size.least}, and ${smallest} was the smallest known; note it there`]
    : [];
}
