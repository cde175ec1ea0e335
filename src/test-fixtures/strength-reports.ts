/** A strength report with many bugs, properties and seeds. */
import { allProperties } from "../../properties/all.ts";
import { ranks, type StrengthInput } from "../report/strength-report.ts";

const bugsShown = 300;
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The first bug is not detected with one seed. */
export function strengthToShow(): StrengthInput {
  const names = allProperties.map(({ name }) => name);
  const bugs = Array.from({ length: bugsShown }, (_, at) => {
    const expected = names[at % names.length] ?? "";
    return {
      name: `bug-${at}`,
      expectedFailure: `${expected}/check`,
      isSequence: false,
      detected: at === 0 ? seeds.length - 1 : seeds.length,
      detections: seeds.map((seed) => ({
        detectedAfter: at === 0 && seed === 1 ? null : 1 + ((at * at * seed) % 5_000),
        elapsedMs: 10 * (at + seed),
      })),
      detectedBy: Object.fromEntries(
        names.map((name, place) => {
          const rank = ranks[(at + place) % 7] ?? "never";
          return [name, name === expected ? "first" : rank] as const;
        }),
      ),
    };
  });
  return {
    schemaVersion: 2,
    kind: "strength",
    harness: "0",
    seeds,
    casesMax: 10_000,
    complete: false,
    verdict: "fail",
    reasons: ["bug-0 was detected with 9 of 10 seeds"],
    notes: [],
    bugs,
    properties: names.map((name) => ({ name, kills: 40, uniqueKills: 2, firstKills: 9 })),
  };
}
