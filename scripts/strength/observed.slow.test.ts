/** The claims of docs/observe.md: 200 live sequences, and all planted bugs. It takes minutes. */
import { expect, test } from "vitest";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { keptRecords, liveSequences, measureObserved, observe } from "./measure-observed.ts";

const sequences = await liveSequences(200);

test.each(Object.entries(keptRecords))(
  "200 live sequences of a correct bot cause no alarm by %s",
  async (_, kept) => {
    for (const scenario of sequences) {
      expect((await observe(scenario, shippedPipeline, kept))?.violations ?? []).toEqual([]);
    }
  },
);

const hourMs = 3_600_000;

test(
  "of the safety violations of a campaign over them, 90 in 100 are found",
  async () => {
    const { violations, found, missed } = await measureObserved(plantedBugs, sequences);
    expect(violations).toBeGreaterThan(1_000);
    const percent = (100 * found) / violations;
    const names = [...missed].map(([fingerprint, bugs]) => `${fingerprint}: ${bugs.size} bugs`);
    // The names show what is missed where the share is too small.
    expect({ isEnough: percent >= 90, percent, names }).toMatchObject({ isEnough: true });
  },
  hourMs,
);
