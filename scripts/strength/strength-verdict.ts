/**
 * What the figures amount to. A planted bug that is missed in one seed fails, and so does a property that
 * no planted bug needs: it may be right, but nothing shows that it can be wrong.
 */
import type { BugStrength, StrengthFigures, StrengthReport } from "./strength-figures.ts";

/** Catching a bug and making it small, in one seed. */
const elapsedMsMax = 10_000;
/**
 * By how many entities and steps a shrunk counterexample may be larger than the minimalSize known: where a
 * second run is what breaks a check, no single simplification leads to the one run that would do.
 */
const sizeSlackMax = 3;
const sequenceSlackMax = 2;

export function judgeStrength(
  figures: StrengthFigures,
): Pick<StrengthReport, "verdict" | "reasons" | "notes"> {
  const { bugs, seeds, complete } = figures;
  const reasons = [
    ...bugs.flatMap((bug) => weaknesses(bug, seeds.length)),
    ...(complete ? redundantProperties(figures) : []),
  ];
  const notes = [
    ...bugs.flatMap(noteSmaller),
    ...(complete ? [] : ["not all planted bugs were hunted, so the properties are not judged"]),
  ];
  return { verdict: reasons.length === 0 ? "pass" : "fail", reasons, notes };
}

function weaknesses(
  { name, expectedFailure, caught, size, minimalSize, isSequence, detections }: BugStrength,
  seeds: number,
) {
  const missedIn = detections
    .filter(({ detectedAfter }) => detectedAfter === null)
    .map(({ seed }) => seed);
  const slow = detections.filter(({ elapsedMs }) => elapsedMs > elapsedMsMax);
  const [word] = missedIn.length === 1 ? ["seed"] : ["seeds"];
  return [
    ...(caught === seeds
      ? []
      : [`${name} was missed by ${expectedFailure} with ${word} ${missedIn.join(", ")}`]),
    ...slow.map(
      ({ seed, elapsedMs }) =>
        `${name} took ${Math.round(elapsedMs)} ms with seed ${seed}; ${elapsedMsMax} ms are allowed`,
    ),
    ...(size !== null && size.most > minimalSize + (isSequence ? sequenceSlackMax : sizeSlackMax)
      ? [
          `${name} was shrunk to ${size.most} ${isSequence ? "steps" : "entities and steps"} only; ${minimalSize} are enough`,
        ]
      : []),
  ];
}

function redundantProperties({ properties }: StrengthFigures): string[] {
  return properties.flatMap(({ name, catches, alone, first }) => {
    if (catches === 0) return [`${name} catches no planted bug`];
    return alone + first === 0 ? [`${name} catches no planted bug alone or first`] : [];
  });
}

function noteSmaller({ name, size, minimalSize }: BugStrength): string[] {
  return size !== null && size.least < minimalSize
    ? [
        `${name} was shrunk to ${size.least}, and ${minimalSize} was the minimalSize known; note it there`,
      ]
    : [];
}
