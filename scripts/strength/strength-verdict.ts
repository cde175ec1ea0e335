/**
 * The verdict on the strength figures. A planted bug that one seed misses fails. So does a property
 * without a unique or first kill: without it the planted bugs are detected all the same.
 */
import type { BugStrength, StrengthFigures, StrengthReport } from "./strength-figures.ts";

/** Detection and shrinking of a bug with one seed. */
const elapsedMsMax = 10_000;
/**
 * How much larger than the smallest known a shrunk case may be. Where a second run fails a check, no
 * single shrink pass may lead to the one run that would suffice.
 */
const sizeSlackMax = 3;
const sequenceSlackMax = 2;

export function judgeStrength(
  figures: StrengthFigures,
): Pick<StrengthReport, "verdict" | "reasons" | "notes"> {
  const { bugs, complete } = figures;
  const reasons = [...bugs.flatMap(weaknesses), ...(complete ? redundantProperties(figures) : [])];
  const notes = [
    ...bugs.flatMap(noteSmaller),
    ...(complete ? [] : ["not all planted bugs were measured, so the properties are not judged"]),
  ];
  return { verdict: reasons.length === 0 ? "pass" : "fail", reasons, notes };
}

function weaknesses(bug: BugStrength): string[] {
  const { name, expectedFailure, size, minimalSize, isSequence, detections } = bug;
  const missed = detections.flatMap(({ detectedAfter, seed }) =>
    detectedAfter === null ? [seed] : [],
  );
  const slow = detections.filter(({ elapsedMs }) => elapsedMs > elapsedMsMax);
  const unit = isSequence ? "steps" : "entities and steps";
  const slack = isSequence ? sequenceSlackMax : sizeSlackMax;
  const missedSeeds = `${missed.length === 1 ? "seed" : "seeds"} ${missed.join(", ")}`;
  return [
    ...(missed.length > 0
      ? [`${name} was not detected by ${expectedFailure} with ${missedSeeds}`]
      : []),
    ...slow.map(
      ({ seed, elapsedMs }) =>
        `${name} took ${Math.round(elapsedMs)} ms with seed ${seed}; at most ${elapsedMsMax} ms are allowed`,
    ),
    ...(size !== null && size.max > minimalSize + slack
      ? [`${name} shrank only to ${size.max} ${unit}; ${minimalSize} are enough`]
      : []),
  ];
}

function redundantProperties({ properties }: StrengthFigures): string[] {
  return properties.flatMap(({ name, kills, uniqueKills, firstKills }) => {
    if (kills === 0) return [`${name} has no kill`];
    return uniqueKills + firstKills === 0 ? [`${name} has no unique or first kill`] : [];
  });
}

function noteSmaller({ name, size, minimalSize }: BugStrength): string[] {
  return size !== null && size.min < minimalSize
    ? [`${name} shrank to ${size.min}, below its minimalSize of ${minimalSize}; lower it`]
    : [];
}
