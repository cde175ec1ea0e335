import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import {
  drillReport,
  drillReportSchema,
  renderDrills,
  renderDrillsJson,
  renderDrillsQuietly,
} from "../report/drill-report.ts";
import { botProfileSchema } from "../profile/bot-profile.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { folderWith } from "../test-fixtures/run-cli.ts";
import {
  disturbances,
  drillNames,
  drillPath,
  drillsOf,
  readDrillFile,
  readDrills,
  type Drill,
} from "./drill.ts";
import { runDrills, verdictOfDrills } from "./run-drills.ts";

const identity = { options: [], profile: null, files: [] };
const noFault = () => Promise.resolve(null);
const { possible: drills, leftOut } = drillsOf(shippedPipeline, readDrills(undefined));

async function verdictsOf(target: Target): Promise<Readonly<Record<string, string>>> {
  const results = await runDrills(drills, target, noFault);
  return Object.fromEntries(results.map(({ name, verdict }) => [name, verdict]));
}

test("each kind of disturbance has a drill, and the name of each file is that of its scenario", () => {
  const all = readDrills(undefined);
  expect(new Set(all.map(({ disturbance }) => disturbance))).toEqual(new Set(disturbances));
  expect(all.map(({ name }) => name)).toEqual(drillNames());
});

test("the shipped pipeline needs exactly the maximums, so that one run or call more fails", async () => {
  const results = await runDrills(drills, shippedPipeline, noFault);
  expect(verdictOfDrills(results)).toBe("pass");
  for (const { name, runs, portCalls, maxRuns, maxPortCalls } of results) {
    expect({ name, runs, portCalls }).toEqual({ name, runs: maxRuns, portCalls: maxPortCalls });
  }
  const report = drillReport({ harness: "0.1.0", target: "ours", identity }, results, leftOut);
  expect(drillReportSchema.parse(JSON.parse(renderDrillsJson(report)))).toEqual(report);
  expect(renderDrills(report)).toMatch(/^PASS {2}3 of 3 drills passed$/m);
  expect(renderDrills(report)).toMatch(/^lost-stream +left out: /m);
  expect(renderDrills(report)).toMatch(/^kill-switch +PASS .*: it is halted$/m);
  expect(renderDrills(report)).toMatch(/^venue-outage +PASS .*: it has nothing to remediate$/m);
});

test.each(["maxRuns", "maxPortCalls"] as const)(
  "with a smaller %s the shipped pipeline fails",
  async (maximum) => {
    const smaller = readDrills("venue-outage").map((drill) => {
      return { ...drill, [maximum]: drill[maximum] - 1 };
    });
    const [result] = await runDrills(smaller, shippedPipeline, noFault);
    if (result === undefined) throw new Error("there is a result");
    expect(result).toMatchObject({ verdict: "fail", safety: "nothing-to-remediate" });
    expect(result.reasons).toHaveLength(1);
    const text = renderDrills(
      drillReport({ harness: "0.1.0", target: "ours", identity }, [result], []),
    );
    expect(text).toContain(`reason: ${result.reasons[0]}`);
  },
);

test.each([
  ["kill-switch", "gates-read-once-per-process"],
  ["kill-switch", "gate-ignored-armed"],
  ["kill-switch", "cancel-sent-after-answer"],
  ["restart-in-flatten", "flatten-resent-after-fill"],
  ["restart-in-flatten", "last-step-of-a-close-sent-alone"],
  ["venue-outage", "last-cancel-repeated-before-run"],
  ["venue-outage", "nothing-sent-after-three-runs"],
  ["venue-outage", "failed-snapshot-throws"],
])("%s fails on the planted bug %s", async (drill, bug) => {
  expect((await verdictsOf(targetOf(plantedBug(bug))))[drill]).toBe("fail");
});

/** A drill with another scenario, in which the shipped pipeline is safe. */
function changed(name: string, change: (scenario: Scenario) => Partial<Scenario>): Drill {
  const [drill] = readDrills(name);
  if (drill === undefined) throw new Error("there is no such drill");
  return { ...drill, scenario: { ...drill.scenario, ...change(drill.scenario) } };
}

const withoutFirstRun = ({ steps }: Scenario) => {
  const first = steps.findIndex(({ kind }) => kind === "reconcile");
  return { steps: steps.filter((_, at) => at !== first) };
};

test.each([
  ["a closed gate before the first call", changed("kill-switch", withoutFirstRun)],
  [
    "a close in one call",
    changed("restart-in-flatten", ({ exchange }) => {
      const { filters: _, ...unbounded } = exchange;
      return { exchange: unbounded };
    }),
  ],
  [
    "an outage in which the request is accepted",
    changed("venue-outage", ({ steps }) => ({
      steps: steps.map((step) =>
        step.kind === "set-port-faults" ? { ...step, faults: [{ kind: "accept" }] } : step,
      ),
    })),
  ],
  [
    "an empty exchange",
    changed("venue-outage", ({ exchange }) => ({
      exchange: { ...exchange, orders: [], positions: [] },
    })),
  ],
])("with %s nothing is at stake, so a drill is inconclusive", async (_, drill) => {
  const [result] = await runDrills([drill], shippedPipeline, noFault);
  expect(result).toMatchObject({ verdict: "inconclusive", runs: null, safety: null });
  expect(result?.reasons.join()).toMatch(/^nothing was at stake: /);
});

test("a bot that does nothing passes no drill", async () => {
  const idle: Target = {
    ...shippedPipeline,
    name: "idle",
    reconcile: (inputs, services) =>
      shippedPipeline.reconcile(
        { ...inputs, config: { ...inputs.config, action: "none" } },
        services,
      ),
  };
  expect(await verdictsOf(idle)).toEqual({
    "kill-switch": "inconclusive",
    "restart-in-flatten": "fail",
    "venue-outage": "fail",
  });
});

test("a bot without the steps of a sequence, and one outside the profile, are not judged", async () => {
  const cancelling = botProfileSchema.parse({
    schemaVersion: 1,
    kind: "bot-profile",
    actions: ["none", "cancel_all"],
  });
  const single: Target = { ...shippedPipeline, supportsSequences: false };
  expect(new Set(Object.values(await verdictsOf(single)))).toEqual(new Set(["inconclusive"]));
  const cancels: Target = { ...shippedPipeline, profile: cancelling };
  expect(await verdictsOf(cancels)).toEqual({
    "kill-switch": "pass",
    "restart-in-flatten": "inconclusive",
    "venue-outage": "pass",
  });
});

test("what only the end of the target shows counts for the last drill", async () => {
  const results = await runDrills(drills, shippedPipeline, () => Promise.resolve("it did not end"));
  expect(verdictOfDrills(results)).toBe("inconclusive");
  expect(results.map(({ reasons }) => reasons)).toEqual([[], [], ["the target: it did not end"]]);
  const quiet = renderDrillsQuietly(
    drillReport({ harness: "0.1.0", target: "bot", identity }, results, []),
  );
  expect(quiet).toBe("INCONCLUSIVE  2 of 3 drills passed\n  venue-outage: INCONCLUSIVE\n");
  expect(verdictOfDrills([])).toBe("inconclusive");
});

test("the quiet report names what did not pass", async () => {
  const target = targetOf(plantedBug("gates-read-once-per-process"));
  const results = await runDrills(drills, target, noFault);
  const report = drillReport({ harness: "0.1.0", target: "bot", identity }, results, []);
  expect(renderDrillsQuietly(report)).toBe("FAIL  2 of 3 drills passed\n  kill-switch: FAIL\n");
});

test("a name without a drill, and a file that is no drill are refused", () => {
  expect(() => readDrills("kill")).toThrow("there is no drill 'kill'; the drills are kill-switch,");
  const written = readFileSync(drillPath("kill-switch"), "utf8");
  const folder = folderWith({ "drill.json": written.replace('"set-gates",', '"crash",') });
  expect(() => readDrillFile(join(folder, "drill.json"))).toThrow(BadInputError);
});
