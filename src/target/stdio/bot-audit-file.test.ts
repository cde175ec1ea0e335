import { buildSync } from "esbuild";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as z from "zod";
import { auditAccountsForEveryEffect } from "../../../properties/audit-accounts-for-every-effect.ts";
import { auditEqualsEffects } from "../../../properties/audit-equals-effects.ts";
import { fuzzTarget } from "../../fuzz/fuzz-target.ts";
import { packageRoot } from "../../package-root.ts";
import type { auditFileSchema } from "../../profile/audit-file.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { longPosition } from "../../test-fixtures/observe.ts";
import { profileWith } from "../../test-fixtures/profiles.ts";
import { temporaryFolder } from "../../test-fixtures/run-cli.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";
import { firstVerdict } from "../../../properties/property.ts";

/** Built once: a process starts much faster than from its sources. */
const bot = join(temporaryFolder(), "logging-bot.mjs");
buildSync({
  entryPoints: [join(packageRoot, "src/test-fixtures/logging-bot.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile: bot,
});

type Mapping = z.input<typeof auditFileSchema>;

const mappingOf = (file: string): Mapping => ({
  file,
  rotated: `${file}.*`,
  event: { field: "event", words: { intent: "attempt", answer: "result", done: "run" } },
  runId: "run",
  method: {
    field: "op",
    words: {
      cancel: "cancelOrder",
      market: "placeMarketOrder",
      "cancel-algo": "cancelConditionalOrder",
    },
  },
  symbol: "order.symbol",
  clientOrderId: "order.cid",
  side: { field: "order.side", words: { buy: "BUY", sell: "SELL" } },
  quantity: "order.quantity",
  positionSide: { field: "leg", words: { net: "BOTH", long: "LONG", short: "SHORT" } },
  reduceOnly: "order.reduce",
  status: { field: "answer", words: { done: "executed", refused: "failed", lost: "unknown" } },
  code: "code",
  time: { field: "ts", form: "iso" },
});

type Options = {
  readonly fault?: string;
  readonly linesMax?: number;
  readonly change?: Partial<Mapping>;
  readonly capabilities?: { readonly instances: boolean };
};

async function openBot(options: Options = {}) {
  const { fault = "none", linesMax = 1_000, change = {}, capabilities = {} } = options;
  const folder = temporaryFolder();
  const file = join(folder, "audit.jsonl");
  const { rotated, ...mapping } = { ...mappingOf(file), ...change };
  const audit = { ...mapping, ...(linesMax < 1_000 && { rotated }) };
  const command = `node '${bot}' '${file}' ${linesMax} ${fault}`;
  const profile = profileWith({ audit, capabilities });
  const opened = await openStdioTarget(command, undefined, undefined, () => profile);
  return { ...opened, folder, file };
}

const cancel = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const wait = { kind: "advance-clock", ms: 60_000 } as const;
const scenario = scenarioWith({
  gates: openGates,
  config: { auditEnabled: true },
  exchange: { orders: [observedOrder()], positions: [longPosition] },
  steps: [cancel, run, wait, cancel, run, wait, cancel, run],
});

async function judge(options: Options = {}, given = scenario) {
  const { target, close, folder } = await openBot(options);
  const observation = await runScenario(given, target);
  expect(await close()).toBe(null);
  const observed = { scenario: given, observation };
  const verdicts = [auditEqualsEffects, auditAccountsForEveryEffect].map((property) =>
    firstVerdict((failures) => property.judge(observed, failures)),
  );
  return { observation, verdicts, files: readdirSync(folder) };
}

const pass = [{ kind: "pass" }, { kind: "pass" }];

test.each([
  ["in one file", {}, 1],
  ["in files of two lines", { linesMax: 2 }, 3],
] as const)(
  "the events of a bot are judged, with its own run ids, %s",
  async (_, options, least) => {
    const { observation, verdicts, files } = await judge(options);
    const { targetError, portCalls, auditEvents, runs } = observation;
    expect(targetError).toBe(null);
    expect(verdicts).toEqual(pass);
    expect(portCalls.map(({ request }) => request.method)).toEqual([
      "cancelOrder",
      "placeMarketOrder",
    ]);
    const ids = runs.map((report) => ("runId" in report ? report.runId : null));
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(auditEvents.map(({ event_type, run_id }) => [event_type, ids.indexOf(run_id)])).toEqual([
      ["REMEDIATE_ATTEMPT", 0],
      ["REMEDIATE_RESULT", 0],
      ["RECONCILE_RUN", 0],
      ["REMEDIATE_ATTEMPT", 1],
      ["REMEDIATE_RESULT", 1],
      ["RECONCILE_RUN", 1],
      ["RECONCILE_RUN", 2],
    ]);
    expect(files.length).toBeGreaterThanOrEqual(least);
  },
);

test.each([
  ["no-attempt", "wrong-attempt-or-result", "effect-without-attempt"],
  ["no-result", "wrong-attempt-or-result", "attempt-without-result"],
  ["wrong-side", "wrong-attempt-or-result", "effect-without-attempt"],
  ["no-run-event", "wrong-attempt-or-result", null],
  ["same-run-id", "duplicate-run-id", null],
  ["other-run", "wrong-attempt-or-result", "attempt-without-result"],
] as const)("a file with the fault %s fails %s", async (fault, ...checks) => {
  const { observation, verdicts } = await judge({ fault });
  expect(observation.targetError).toBe(null);
  const failed = verdicts.map((verdict) => (verdict.kind === "fail" ? verdict.check : null));
  expect(failed).toEqual(checks);
});

const rejected = {
  ...scenario,
  steps: [
    {
      kind: "set-port-faults" as const,
      faults: [{ kind: "reject" as const, code: -2_011, message: "Unknown order sent." }],
    },
    ...scenario.steps.slice(0, 2),
  ],
};

test("what the mapping does not name is not judged", async () => {
  const event = { field: "event", words: { intent: "attempt", answer: "result" } } as const;
  const unnamed = { side: undefined, code: undefined, time: undefined, event };
  const wrongSide = await judge({ fault: "wrong-side", change: unnamed });
  expect(wrongSide.verdicts).toEqual(pass);
  const noRunEvent = await judge({ fault: "no-run-event", change: { event } });
  expect(noRunEvent.verdicts).toEqual(pass);
  const twoResults = await judge({ fault: "two-results", change: unnamed });
  expect(twoResults.verdicts[0]).toMatchObject({
    check: "wrong-attempt-or-result",
    variant: "further REMEDIATE_RESULT/live",
  });
  const noResult = await judge({ fault: "no-result", change: unnamed });
  expect(noResult.verdicts[0]).toMatchObject({ check: "wrong-attempt-or-result" });
});

test.each(["wrong-code", "executed"])("a wrong answer in the file fails: %s", async (fault) => {
  expect((await judge({}, rejected)).verdicts[0]).toEqual({ kind: "pass" });
  const { verdicts } = await judge({ fault }, rejected);
  expect(verdicts[0]).toMatchObject({ kind: "fail", check: "wrong-attempt-or-result" });
});

test("after a crash the file is read before the next process starts", async () => {
  const crash = { kind: "crash", afterInteractions: 0, applied: true } as const;
  const crashed = { ...scenario, steps: [crash, ...scenario.steps] };
  const { observation, verdicts } = await judge({ fault: "torn" }, crashed);
  expect(observation.targetError).toBe(null);
  expect(observation.runs.map(({ mode }) => mode)).toEqual(["crashed", "live", "live"]);
  const [first] = observation.auditEvents;
  expect(first).toMatchObject({ event_type: "REMEDIATE_ATTEMPT", client_order_id: ownId() });
  expect(observation.runs[0]).toEqual({ mode: "crashed", runId: first?.run_id });
  expect(verdicts).toEqual(pass);
});

test("the file of a run that ends with an error is read too", async () => {
  const { observation, verdicts } = await judge({ fault: "fails" });
  expect(observation.targetError).toMatchObject({ kind: "error-answer" });
  expect(observation.effects).toHaveLength(1);
  expect(verdicts[1]).toEqual({ kind: "pass" });
});

test("events that a bot appends too are not counted twice", async () => {
  const { observation, verdicts } = await judge({ fault: "appends-too" });
  expect(observation.auditEvents).toHaveLength(7);
  expect(verdicts).toEqual(pass);
});

test("the prior calls are those that the port recorded, and a switched off trail has no event", async () => {
  const { observation } = await judge({ fault: "no-attempt" });
  expect(observation.runContexts.map(({ priorCalls }) => priorCalls.length)).toEqual([0, 1, 2]);
  const config = { ...scenario.config, auditEnabled: false };
  const off = await judge({ fault: "always-on" }, { ...scenario, config });
  expect(off.observation.auditEvents).toEqual([]);
  expect(off.verdicts.map(({ kind }) => kind)).toEqual(["discarded", "discarded"]);
});

const status = { field: "answer", words: { done: "executed", lost: "failed" } } as const;

test.each([
  [
    "a field that is missing",
    { change: { symbol: "market" } },
    /audit\.jsonl:2: market: expected text of at most 100 characters, and it is missing; correct/,
  ],
  [
    "a word without an entry",
    { change: { status } },
    /audit\.jsonl:3: answer: "refused" has no entry; add it to audit\.status\.words of the profile/,
  ],
  ["a file that is missing", { change: { file: "no/audit.jsonl" } }, /^no\/audit\.jsonl: there is/],
] as const)("%s is a target error with its place and its cure", async (_, options, message) => {
  const { observation } = await judge(options, rejected);
  expect(observation.targetError).toMatchObject({ kind: "invalid-answer" });
  expect(observation.targetError?.message).toMatch(message);
  // The file is read in an errored run too.
  expect(observation.portCalls).toHaveLength(1);
});

test("a folder in place of the file is refused with its name, and the process ends", async () => {
  const opening = openBot({ change: { file: temporaryFolder() } });
  await expect(opening).rejects.toThrow("it cannot be read: EISDIR");
});

test("a bot with instances and one file is refused with the cure", async () => {
  const opening = openBot({ capabilities: { instances: true } });
  await expect(opening).rejects.toThrow("name `instances` as false in `capabilities`");
});

test("a campaign passes for a bot with a file of its own, and names what it does not judge", async () => {
  const { target, close, file } = await openBot({ linesMax: 900 });
  const size = { runs: 100, sequences: 50, regressions: "scenarios/none" };
  const properties = ["audit-*"];
  const { reasons, result, notCovered } = await fuzzTarget(target, { ...size, properties });
  expect(await close()).toBe(null);
  expect(existsSync(file)).toBe(true);
  expect(result.failures).toEqual({});
  expect(result.targetErrors).toEqual({});
  expect(result.tallies["audit-equals-effects"]?.pass).toBeGreaterThan(100);
  expect(result.tallies["audit-accounts-for-every-effect"]?.pass).toBeGreaterThan(50);
  expect(reasons.filter((reason) => reason.includes("audit"))).toEqual([]);
  expect(notCovered.filter((line) => line.includes("audit file"))).toEqual([
    "rule R66: its audit file is read after the run, and not at each call",
    "rule R67: nothing rejects an event of its audit file",
    "rule R69: its audit file has no figures of a run",
    "rule R71: nothing disables its audit file",
  ]);
});
