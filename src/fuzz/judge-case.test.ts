import { expect, test } from "vitest";
import { discarded, fail, pass } from "../../properties/property.ts";
import type {
  Case,
  FollowUp,
  MetamorphicProperty,
  Property,
  RunProperty,
  Verdict,
} from "../../properties/property.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import { judgeCase, violationsOf } from "./judge-case.ts";

const scenario = scenarioWith({ name: "first" });
const restart = { kind: "restart", expectedState: "current" } as const;
const sequence = scenarioWith({ steps: [{ kind: "snapshot" }, restart, { kind: "reconcile" }] });
const described = { statement: "S.", severity: "money", checks: ["check"] } as const;
const broken = fail("check", { run: 0, expected: "e", actual: "a" }, "variant");

function runProperty(judge: RunProperty["judge"], parts: Partial<RunProperty> = {}): RunProperty {
  return { kind: "run", name: "single", ...described, judge, ...parts };
}

const followUp = (observed: Case): FollowUp => ({ ...observed.scenario, name: "second" });

/** Its follow-up is the scenario, with another name. */
function metamorphic(
  judge: MetamorphicProperty["judge"] = () => pass,
  parts: Partial<MetamorphicProperty> = {},
): MetamorphicProperty {
  return { kind: "metamorphic", name: "compares", ...described, followUp, judge, ...parts };
}

const kinds = (verdicts: readonly Verdict[]) => verdicts.map(({ kind }) => kind);
const isSecond = (observed: Case) => observed.scenario.name === "second";
const fails = (observed: Case) => (isSecond(observed) ? broken : pass);

test("each property has the verdict of its place, on the case or on the case and its follow-up", async () => {
  const properties = [
    runProperty(fails),
    metamorphic((observed, second) => (isSecond(second) && !isSecond(observed) ? broken : pass)),
    metamorphic(() => pass, { followUp: () => ({ discarded: "nothing to compare" }) }),
  ];
  const judged = await judgeCase(scenario, shippedPipeline, properties);
  expect(judged.verdicts).toEqual([pass, broken, discarded("nothing to compare")]);
  expect(judged.observed.scenario).toBe(scenario);
  expect(judged.targetError).toBeNull();
});

test("a sequence is discarded by a property that compares single runs", async () => {
  const properties = [metamorphic(), metamorphic(() => pass, { judgesSequences: true })];
  const judged = await judgeCase(sequence, shippedPipeline, properties);
  const reason = "it compares single runs, and this is a sequence";
  expect(judged.verdicts).toEqual([discarded(reason), pass]);
});

test("a follow-up that two properties share runs once, and both judge it", async () => {
  let runs = 0;
  const target: Target = {
    ...shippedPipeline,
    reconcile: (...inputs) => {
      runs += 1;
      return shippedPipeline.reconcile(...inputs);
    },
  };
  const shared: FollowUp = { ...scenario, name: "second" };
  const sharing = metamorphic((_, second) => fails(second), { followUp: () => shared });
  const other = metamorphic((_, second) => fails(second));
  const runsOf = async (...properties: readonly Property[]) => {
    runs = 0;
    const { verdicts } = await judgeCase(scenario, target, properties);
    return [runs, ...kinds(verdicts)];
  };
  expect(await runsOf(sharing, sharing)).toEqual([2, "fail", "fail"]);
  expect(await runsOf(sharing, other)).toEqual([3, "fail", "fail"]);
});

test("once stopped, no follow-up runs any more", async () => {
  let followUps = 0;
  const property = metamorphic(() => pass, {
    followUp: (observed) => {
      followUps += 1;
      return observed.scenario;
    },
  });
  const properties = [runProperty(() => pass), property, property];
  const { verdicts } = await judgeCase(
    scenario,
    shippedPipeline,
    properties,
    "every",
    () => followUps > 0,
  );
  expect(kinds(verdicts)).toEqual(["pass", "pass", "skipped"]);
  expect(followUps).toBe(1);
});

type Phase = "enumeration" | "random" | "sequences";

test.each<[Phase, boolean, number]>([
  ["enumeration", false, 4],
  ["random", false, 20],
  ["sequences", false, 20],
  ["enumeration", true, 20],
  ["random", true, 100],
  ["sequences", true, 30],
])("of %s, a property that extends the scenario (%s) judges one case in %i", async (...row) => {
  const [phase, judgesSequences, rate] = row;
  const property = metamorphic(() => pass, judgesSequences ? { judgesSequences } : {});
  const properties = [runProperty(() => pass), property];
  const judgedBy = async (number: number) => {
    const sampling = { number, phase };
    const { verdicts } = await judgeCase(scenario, shippedPipeline, properties, sampling);
    return verdicts[1]?.kind;
  };
  // The second property judges the case before those of the first one.
  expect(await judgedBy(2 * rate - 1)).toBe("pass");
  for (const number of [2 * rate, 2 * rate - 2, rate / 2 - 1])
    expect(await judgedBy(number)).toBe("skipped");
});

test("neighbours with the same follow-up judge the same cases", async () => {
  const other = metamorphic(() => pass, { followUp: () => ({ discarded: "nothing to compare" }) });
  const properties = [metamorphic(), metamorphic(), other];
  const judgedBy = async (number: number) => {
    const sampling = { number, phase: "random" } as const;
    return kinds((await judgeCase(scenario, shippedPipeline, properties, sampling)).verdicts);
  };
  expect(await judgedBy(20)).toEqual(["pass", "pass", "skipped"]);
  expect(await judgedBy(19)).toEqual(["skipped", "skipped", "skipped"]);
  expect(await judgedBy(18)).toEqual(["skipped", "skipped", "discarded"]);
});

test("a property that judges follow-ups fails there, with the name of the property that made it", async () => {
  const judgesFollowUps = true;
  const properties = [
    runProperty(fails, { judgesFollowUps }),
    runProperty(fails),
    runProperty(() => pass, { judgesFollowUps }),
    runProperty(() => fail("first", { run: 0, expected: "x", actual: "y" }), { judgesFollowUps }),
    metamorphic(),
    metamorphic(() => pass, { name: "compares too" }),
  ];
  const { verdicts } = await judgeCase(scenario, shippedPipeline, properties);
  const violation = { run: null, expected: "e", actual: "in the follow-up of compares: a" };
  expect(verdicts[0]).toEqual({ kind: "fail", check: "check", variant: "variant", violation });
  expect(kinds(verdicts)).toEqual(["fail", "pass", "pass", "fail", "pass", "pass"]);
  expect(verdicts[3]).toMatchObject({ check: "first" });
});

test("a follow-up that only the second property makes is judged too", async () => {
  const properties: Property[] = [
    runProperty((observed) => (observed.scenario.name === "third" ? broken : pass), {
      judgesFollowUps: true,
    }),
    metamorphic(),
    metamorphic(() => pass, {
      name: "third",
      followUp: (observed) => ({ ...observed.scenario, name: "third" }),
    }),
  ];
  const { verdicts } = await judgeCase(scenario, shippedPipeline, properties);
  expect(verdicts[0]).toMatchObject({ violation: { actual: "in the follow-up of third: a" } });
});

/** Throws in the runs with these numbers, from 1. */
function throwsIn(...runs: readonly number[]): Target {
  let run = 0;
  return {
    name: "throws",
    reconcile: (inputs, services) => {
      run += 1;
      if (runs.includes(run)) throw new Error(`no answer in run ${run}`);
      return shippedPipeline.reconcile(inputs, services);
    },
  };
}

test("a run without an answer is errored for every property but those that judge it and fail", async () => {
  const judgesErroredRuns = true;
  const properties = [
    runProperty(() => broken, { judgesErroredRuns }),
    runProperty(() => pass, { judgesErroredRuns }),
    runProperty(() => broken),
    metamorphic(() => broken),
  ];
  const { verdicts, targetError } = await judgeCase(scenario, throwsIn(1), properties);
  expect(kinds(verdicts)).toEqual(["fail", "errored", "errored", "errored"]);
  expect(targetError).toEqual({ kind: "exception", message: "Error: no answer in run 1" });
});

test("a follow-up without an answer is errored for its own property alone", async () => {
  const properties = [
    runProperty(() => pass),
    metamorphic(),
    metamorphic(() => broken),
    metamorphic(() => broken),
  ];
  const judged = await judgeCase(scenario, throwsIn(3, 4), properties);
  expect(kinds(judged.verdicts)).toEqual(["pass", "pass", "errored", "errored"]);
  expect(judged.targetError?.message).toBe("Error: no answer in run 3");
});

test("violations have the name of their property and check", async () => {
  const properties = [runProperty(() => pass, { name: "other" }), runProperty(() => broken)];
  const judged = await judgeCase(scenario, shippedPipeline, properties);
  const violation = { run: 1, expected: "e", actual: "a" };
  expect([...violationsOf(judged, properties)]).toEqual([["single/check", violation]]);
});
