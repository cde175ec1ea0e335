import * as fc from "fast-check";
import { always, type StepGenerator } from "../step-generator.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** On both sides of usual cooldowns, grace periods and attempt windows. */
const seconds = [1, 500, second - 1, second, second, 5_001];
const minutes = [minute / 2, minute - second, minute - 1, minute, minute];
const hours = [hour / 2, hour - minute, hour - 1, hour];
const durationsMs = [...seconds, ...minutes, ...hours];

export const advanceClock: StepGenerator = {
  weight: 6,
  generate: fc.constantFrom(...durationsMs).map((ms) => always({ kind: "advance-clock", ms })),
};
