/** The random cases of a campaign: a seed and a number determine the case. */
import * as fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Scenario } from "../scenario/scenario.ts";

export type ScenarioArbitrary = fc.Arbitrary<Scenario>;

/** The generator is seeded by campaign seed and batch number; the cases of a batch follow each other. */
export function* randomCases<Value>(
  arbitrary: fc.Arbitrary<Value>,
  seed: number,
  batch: number,
): Generator<Value, never> {
  const random = new fc.Random(xoroshiro128plus(batchSeed(seed, batch)));
  for (;;) yield arbitrary.generate(random, undefined).value;
}

// Two rounds of a 32-bit mixer, so that neighbouring seeds and batches are independent.
function batchSeed(seed: number, batch: number): number {
  return mix(mix(seed | 0) ^ Math.imul(batch + 1, 0x9e3779b1));
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
