import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalJson } from "../../../src/audit/canonical-json.ts";
import { campaignContext } from "../../../src/fuzz/campaign-context.ts";
import { failedChecks } from "../../../src/fuzz/fingerprint.ts";
import { judgeCase } from "../../../src/fuzz/judge-case.ts";
import { botProfileSchema } from "../../../src/profile/bot-profile.ts";
import { fitTo } from "../../../src/profile/fit-scenario.ts";
import {
  withoutQueryFaults,
  withoutStreamFaults,
  type Scenario,
} from "../../../src/scenario/scenario.ts";
import { withoutInnerSteps } from "../../../src/scenario/step.ts";
import { shippedPipeline, type Target } from "../../../src/simulation/target.ts";
import { openTarget, type OpenTarget } from "../../../src/target/open-target.ts";
import { fitToWire } from "../../../src/target/wire/fit-wire.ts";
import { quoted } from "../../../src/domain/shell-word.ts";
import { knownProperties, wireProperties } from "../../wire/all.ts";
import { bugsOfReads } from "./bugs-of-reads.ts";
import { plantWireBug, wireBugs } from "./bugs.ts";
import { streamBotText } from "./stream-bot.ts";
import { wireBotPath, type WireBug } from "./wire-bug.ts";

const folder = mkdtempSync(join(tmpdir(), "wire-bugs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function open(path: string): Promise<OpenTarget> {
  return openTarget({ kind: "wire", text: `node ${quoted(path)} {confirm}` });
}

/** Every property but those that need a report. */
async function failuresOf(scenario: Scenario, { target }: OpenTarget): Promise<string[]> {
  const { verdicts } = await judgeCase(scenario, target, knownProperties.filter(judgesPortCalls));
  const failed = failedChecks(verdicts, knownProperties.filter(judgesPortCalls));
  return failed.map(({ property, check }) => `${property}/${check}`);
}

function judgesPortCalls({ kind, requires = [] }: (typeof knownProperties)[number]): boolean {
  return kind === "run" && requires.every((one) => one === "wire" || one === "user-stream");
}

let correct: Readonly<Record<"usual" | "stream", OpenTarget>>;
beforeAll(async () => {
  const path = join(folder, "stream-bot.mjs");
  writeFileSync(path, streamBotText());
  correct = { usual: await open(wireBotPath), stream: await open(path) };
});
afterAll(async () => {
  for (const { close } of Object.values(correct)) await close();
});

test("there are bugs for every property of requests", () => {
  const names = wireBugs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(20);
  const expected = wireBugs.map(({ expectedFailure }) => expectedFailure);
  const checks = wireProperties.flatMap(({ name, checks: some }) =>
    some.map((one) => `${name}/${one}`),
  );
  expect(checks.filter((check) => !expected.some((one) => one === check))).toEqual([]);
});

test.each(wireBugs.map((bug) => [bug.name, bug] as const))(
  "%s is found, and the bot without it passes",
  async (name, bug) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, plantWireBug(bug));
    const opened = await open(path);
    try {
      expect(await failuresOf(bug.scenario, opened)).toContain(bug.expectedFailure);
    } finally {
      await opened.close();
    }
    const { usual, stream } = correct;
    expect(await failuresOf(bug.scenario, bug.hasStream === true ? stream : usual)).toEqual([]);
  },
  20_000,
);

const withoutFault = ({ scenario, hasStream }: WireBug) =>
  hasStream === true
    ? withoutStreamFaults(scenario)
    : withoutQueryFaults(withoutStepsInRuns(scenario));

function withoutStepsInRuns(scenario: Scenario): Scenario {
  return { ...scenario, steps: scenario.steps.map(withoutInnerSteps) };
}

const needing = wireBugs.filter(
  (bug) => bug.hasStream === true || bugsOfReads.some(({ name }) => name === bug.name),
);

test.each(needing.map((bug) => [bug.name, bug] as const))(
  "%s does not show without the fault of its stream or read",
  async (name, bug) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, plantWireBug(bug));
    const opened = await open(path);
    try {
      expect(await failuresOf(withoutFault(bug), opened)).toEqual([]);
    } finally {
      await opened.close();
    }
  },
);

const inputs = { seed: 1, runs: 200, sequences: 40, regressions: [], propertyNames: [] };
const profile = botProfileSchema.parse({
  schemaVersion: 1,
  kind: "bot-profile",
  limits: [],
  snapshotForm: "open-orders",
});

/** They are the same for each seed. */
function firstCases(opensUserStream: boolean): string[] {
  const target: Target = { ...shippedPipeline, isOnWire: true, opensUserStream, profile };
  const { plan } = campaignContext({ ...inputs, linesEvery: 0 }, target);
  return plan.enumeration.slice(0, 200).map(canonicalJson);
}

test("the case of each bug is among the first 200 of a campaign", () => {
  const [usual, stream] = [firstCases(false), firstCases(true)];
  const fit = fitTo(profile) ?? ((scenario: Scenario) => scenario);
  for (const { name, scenario, hasStream } of wireBugs) {
    const first = hasStream === true ? stream : usual;
    expect.soft(first, name).toContain(canonicalJson(fit(fitToWire(scenario))));
  }
});
