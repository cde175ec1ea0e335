/**
 * A profile may leave out one check of a property. The other checks of the property still count on each case. So where
 * two checks fail on one case, and the first one is left out, the verdict is the failure of the second one.
 */
import { expect, test } from "vitest";
import type { RecordedRequest } from "../src/domain/wire-request.ts";
import { readExamples } from "../src/fuzz/examples.ts";
import { judgeCase, judgeRun } from "../src/fuzz/judge-case.ts";
import type { BotProfile } from "../src/profile/bot-profile.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { profileWith } from "../src/test-fixtures/profiles.ts";
import {
  expectedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../src/test-fixtures/scenarios.ts";
import { faulty } from "../src/test-fixtures/faults.ts";
import {
  notArmed,
  observedOne,
  run,
  severalFaults,
  snapshot,
} from "../src/test-fixtures/several-faults.ts";
import { allProperties } from "./all.ts";
import { everyMismatchIsReported } from "./every-mismatch-is-reported.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";
import type { Property, Verdict } from "./property.ts";
import { wireProperties } from "./wire/all.ts";

const severalChecks = ({ checks }: Property) => checks.length > 1;

type Judge = (profile?: BotProfile) => Promise<Verdict>;

/** The verdict without some checks of the property. */
function judgedWithout({ name }: Property, checks: readonly string[], judge: Judge) {
  const without = checks.map((check) => ({ name: `${name}/${check}`, reason: "a test" }));
  return judge(profileWith({ without }));
}

/** The checks that fail on the case, each judged with all others of its property left out. */
async function failedChecks(property: Property, judge: Judge): Promise<readonly string[]> {
  const first = await judge();
  if (first.kind !== "fail") return [];
  const failed = new Map<string, Verdict>();
  for (const check of property.checks) {
    const others = property.checks.filter((other) => other !== check);
    const verdict = await judgedWithout(property, others, judge);
    if (verdict.kind === "fail") failed.set(check, verdict);
  }
  const checks = [...failed.keys()];
  expect(failed.get(first.check)).toEqual(first);
  failed.delete(first.check);
  const second = await judgedWithout(property, [first.check], judge);
  expect(second.kind === "fail").toBe(failed.size > 0);
  expect(failed.size === 0 ? [second] : [...failed.values()]).toContainEqual(second);
  return checks;
}

async function failedOn(scenario: Scenario, target: Target, property: Property) {
  const judge: Judge = async (profile) => {
    const within = { ...target, ...(profile && { profile }) };
    const { verdicts } = await judgeCase(scenario, within, [property]);
    return verdicts[0] ?? { kind: "skipped" };
  };
  return failedChecks(property, judge);
}

/** A target that answers with an error ends there, so that no second check of it can fail. */
const oneCheckACase = ["every-run-answers"];

test("where two checks of a property fail on a case, the second one counts without the first", async () => {
  const properties = allProperties.filter(severalChecks);
  const shown = new Set<string>();
  for (const { bug, scenario } of readExamples()) {
    const target = targetOf(plantedBug(bug));
    const { verdicts } = await judgeCase(scenario, target, properties);
    for (const [place, property] of properties.entries()) {
      if (verdicts[place]?.kind !== "fail" || shown.has(property.name)) continue;
      const failed = await failedOn(scenario, target, property);
      if (failed.length > 1) shown.add(property.name);
    }
  }
  for (const { property } of severalFaults) shown.add(property);
  const names = properties.map(({ name }) => name);
  expect(names.filter((name) => !shown.has(name))).toEqual(oneCheckACase);
});

test.each(severalFaults)(
  "of $property, each check that fails counts without the others",
  async ({ property: name, checks, target, parts }) => {
    const properties = allProperties.filter((property) => property.name === name);
    const scenario = scenarioWith({ gates: openGates, ...parts });
    for (const property of properties) {
      expect(await failedOn(scenario, target, property)).toEqual(checks);
    }
    expect(properties).toHaveLength(1);
  },
);

const request: RecordedRequest = {
  run: 0,
  atMs: startsAtMs,
  method: "DELETE",
  path: "/fapi/v1/order",
  host: "127.0.0.1",
  group: "mutating",
  parameters: "symbol=BTCUSDT",
  list: null,
  refusal: null,
  status: 200,
  reply: "ok",
  bannedUntilMs: null,
  portCalls: 1,
};

/** The requests of a run in dry-run mode, and then of one that is refused. */
const wrongRequests: Readonly<Record<string, readonly RecordedRequest[]>> = {
  "dry-run-sends-no-mutating-request": [request, { ...request, run: 1 }],
  "no-request-leaves-the-sandbox": [
    { ...request, group: "other-host", host: "example.com" },
    { ...request, group: "unknown" },
  ],
  "requests-are-well-formed": [
    { ...request, refusal: -1021 },
    { ...request, refusal: -1022 },
  ],
};

test("the same holds for the properties of requests", async () => {
  const scenario = scenarioWith({
    gates: { confirm: null, env: {} },
    steps: [snapshot, run, { kind: "set-gates", gates: notArmed }, snapshot, run],
  });
  const observation = await runScenario(scenario, shippedPipeline);
  const shown: string[] = [];
  for (const property of wireProperties.filter(severalChecks)) {
    if (property.kind !== "run") continue;
    const requests = wrongRequests[property.name] ?? [];
    const observed = { scenario, observation: { ...observation, requests } };
    const failed = await failedChecks(property, async (profile) =>
      judgeRun(property, observed, profile),
    );
    if (failed.length > 1) shown.push(property.name);
  }
  expect(shown).toEqual(wireProperties.filter(severalChecks).map(({ name }) => name));
});

test("a rule about one type of mismatch leaves the failures of the other types", async () => {
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder({ clientOrderId: ownId(2) })] },
    exchange: observedOne,
  });
  const target = faulty({ hooks: { report: () => ({ results: [] }) } });
  const variantWithout = async (name: string) => {
    const profile = profileWith({ without: [{ name, reason: "a test" }] });
    const { verdicts } = await judgeCase(scenario, { ...target, profile }, [
      everyMismatchIsReported,
    ]);
    return verdicts[0]?.kind === "fail" ? verdicts[0].variant : null;
  };
  expect(await variantWithout("R18")).toMatch("ORDER_MISSING_ON_EXCHANGE");
  expect(await variantWithout("R20")).toMatch("ORDER_EXISTS_UNEXPECTED");
});
