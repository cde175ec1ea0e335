import { expect, test } from "vitest";
import { liveNeedsAllFiveGates } from "../../properties/live-needs-all-five-gates.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { decideMode } from "../pipeline/gates.ts";
import { fitTo, isWithin } from "../profile/fit-scenario.ts";
import { snapshotAndRun, type Scenario } from "../scenario/scenario.ts";
import { withQuiescence } from "../../properties/view/quiescence.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
} from "../test-fixtures/scenarios.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { safetyLeftOut } from "../../properties/rules/within-profile.ts";
import { wholeProfile, type BotProfile } from "../profile/bot-profile.ts";
import { profileNamed, profileWith, type ProfileName } from "../test-fixtures/profiles.ts";
import { campaignContext } from "./campaign-context.ts";
import { checkRules } from "./check-rules.ts";
import { fuzzCampaign } from "./campaign.ts";
import { fuzzTarget } from "./fuzz-target.ts";
import { Limits } from "./limits.ts";
import { suggestProfile } from "./suggest-profile.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const fuzz = (target: Target, profile: BotProfile, size = { runs: 1_000, sequences: 200 }) =>
  fuzzTarget(target, { profile, regressions: "scenarios/none", ...size });

test.each<ProfileName>(["all together", "its configuration", "no limits"])(
  "the reference pipeline passes within the profile: %s",
  async (name) => {
    const { verdict, reasons, campaign, result } = await fuzz(shippedPipeline, profileNamed(name));
    expect(reasons).toEqual([]);
    expect(verdict).toBe("pass");
    expect(campaign.profile).toEqual(profileNamed(name));
    expect(result.cases.enumeration).toBeGreaterThan(1_000);
  },
);

const few = { runs: 500, sequences: 50 };
const bug = (name: string) => targetOf(plantedBug(name));

test("a bot without a cooldown fails, and passes within a profile without one", async () => {
  const target = bug("cooldown-ignored");
  expect((await fuzz(target, profileWith({}), few)).verdict).toBe("fail");
  const within = await fuzz(target, profileWith({ limits: ["maxOrdersPerAction"] }), few);
  expect(within.result.failures).toEqual({});
  expect(within.notCovered).toContain(
    "rule R31: the profile does not have the limit cooldownSeconds",
  );
});

/** Live with the first gate alone. */
const secondGateIgnored: Target = {
  ...shippedPipeline,
  reconcile: (inputs, services) => {
    const { own } = inputs.gates;
    const gates = {
      ...inputs.gates,
      own: own?.map((gate) => ({ ...gate, whenClosed: "dry_run" as const })),
    };
    return shippedPipeline.reconcile(
      own === undefined || decideMode(inputs.gates).mode !== "refused"
        ? inputs
        : { ...inputs, gates },
      services,
    );
  },
};

test("a wrong decision about own gates fails, and its shrunk scenario is within the profile", async () => {
  const profile = profileNamed("all together");
  const { verdict, result } = await fuzz(secondGateIgnored, profile, few);
  expect(verdict).toBe("fail");
  const failures = Object.values(result.failures);
  expect(failures.map(({ property }) => property)).toContain("live-needs-all-five-gates");
  for (const { scenario } of failures) expect(isWithin(profile, scenario)).toBe(true);
  const behind = failures.find(({ check }) => check === "wrong-mode");
  expect(behind?.violation.expected).toContain("closed gates: armed");
});

/** Live with any gates. */
const gatesIgnored: Target = {
  ...shippedPipeline,
  reconcile: (inputs, services) =>
    shippedPipeline.reconcile({ ...inputs, gates: openGates }, services),
};

test("the text about a bot with gates of its own names them, and no number of gates", async () => {
  const target = { ...gatesIgnored, profile: profileNamed("gates of its own") };
  const one = { regressions: "scenarios/none", properties: [liveNeedsAllFiveGates.name] };
  const { failures } = (await fuzzTarget(target, { ...one, runs: 100, sequences: 0 })).result;
  const call = Object.values(failures).find(({ check }) => check === "call-behind-closed-gate");
  expect(call?.violation.expected).toMatch(/^no port call; closed gates: (armed|live)/);
  const { broken } = await checkRules(target);
  const texts = broken.flatMap(({ rules }) => rules.map(({ text }) => text));
  expect(texts).toContain(
    "Live mode needs every gate of the profile open. No other spelling opens one.",
  );
  const { statement } = liveNeedsAllFiveGates;
  expect([...texts, statement].join("\n")).not.toMatch(/five|--confirm/);
});

test("a saved failure outside the profile is no case, and the report counts it", async () => {
  const [regression] = campaignContext({ ...inputs, regressions: [] }).plan.enumeration;
  if (regression === undefined) throw new Error("no case");
  const target = { ...shippedPipeline, profile: profileNamed("all together") };
  const sequence = scenarioWith({ steps: [1, 2, 3].flatMap(() => snapshotAndRun) });
  const saved = { ...inputs, regressions: [regression, regression, sequence] };
  const ofSingleRuns = { ...target, supportsSequences: false };
  const limits = Limits.start();
  limits.addSignal();
  const { campaign, notCovered } = (await fuzzCampaign(saved, ofSingleRuns, { limits })).report;
  expect(campaign.skippedRegressions).toEqual({ profile: 2, target: 1 });
  expect(notCovered).toContain("2 regressions: their scenarios are outside the profile of the bot");
  expect(notCovered).toContain("1 regression: the target cannot have its scenario");
  expect(
    campaignContext({ ...inputs, regressions: [regression] }, target).plan.regressions,
  ).toEqual([]);
  expect(campaignContext({ ...inputs, regressions: [regression] }).plan.regressions).toHaveLength(
    1,
  );
});

const inputs = inputsWith({ runs: 1 });

test("a profile that names nothing is refused with the name", () => {
  const profile = profileWith({ without: [{ name: "R999", reason: "none" }] });
  expect(() => campaignContext(inputs, { ...shippedPipeline, profile })).toThrow(
    "the profile: without: there is no rule, property or check 'R999'",
  );
});

test("where a profile keeps a campaign from a verdict, the last reason names its fields", async () => {
  // Without a window no attempt counts, so that nothing ends them.
  const profile = profileWith({ actions: ["cancel_all"], config: { attemptWindowSeconds: 0 } });
  const { verdict, reasons } = await fuzz(shippedPipeline, profile, few);
  expect(verdict).toBe("inconclusive");
  expect(reasons).toContain("reconciliation-converges judged no case");
  expect(reasons.at(-1)).toBe(
    "the profile narrows the cases by actions, config.attemptWindowSeconds; " +
      "widen the field that keeps them from what is missing",
  );
});

test("a suggested profile is without the limits and the policy rules that a bot breaks", async () => {
  const rules = await checkRules(bug("cooldown-ignored"));
  const suggested = suggestProfile(rules);
  expect(suggested?.limits).not.toContain("cooldownSeconds");
  expect(suggested?.limits).toContain("maxOrdersPerAction");
  const again = await checkRules({
    ...bug("cooldown-ignored"),
    ...(suggested && { profile: suggested }),
  });
  expect(again.broken).toEqual([]);
  expect(suggestProfile(await checkRules(shippedPipeline))).toBe(null);
});

test("no profile is suggested for a broken safety rule", async () => {
  const rules = await checkRules(bug("hedge-legs-netted"));
  expect(rules.broken.some(({ rules: some }) => some.some(({ kind }) => kind === "safety"))).toBe(
    true,
  );
  const suggested = suggestProfile(rules) ?? wholeProfile;
  expect(safetyLeftOut(suggested)).toEqual([]);
});

const followUp = async (one: Scenario) =>
  withQuiescence({ scenario: one, observation: await runScenario(one, shippedPipeline) });

test("a bot without a limit on attempts is not judged by what the exchange rejects for ever", async () => {
  const target = { ...shippedPipeline, profile: profileWith({ limits: ["maxOrdersPerAction"] }) };
  const reducing = observedOrder({ clientOrderId: ownId(), side: "SELL", reduceOnly: true });
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "flatten", symbolWhitelist: ["BTCUSDT"] },
    expected: { orders: [expectedOrder({ clientOrderId: ownId(), side: "SELL" })] },
    exchange: {
      orders: [reducing],
      positions: [{ symbol: "BTCUSDT", quantity: "0.001" }],
      prices: { BTCUSDT: "50000" },
    },
    steps: snapshotAndRun,
  });
  const fit = fitTo(target.profile);
  expect(await followUp(fit?.(scenario) ?? scenario)).toEqual({
    discarded: "no limit ends the attempts at what the exchange rejects",
  });
  expect(await followUp(scenario)).toHaveProperty("steps");
});
