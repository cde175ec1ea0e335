import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { knownProperties } from "../../properties/wire/all.ts";
import { wireBugs } from "../../properties/planted-bugs/wire/bugs.ts";
import { isRateLimit as isRateLimitInOracle } from "../../properties/oracle/ban.ts";
import { allowedMode } from "../../properties/oracle/mode.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { rulesOf, ruleSections } from "../../properties/rules/all.ts";
import { isAbout, type Rule } from "../../properties/rules/rule.ts";
import { actions, configSchema } from "../../src/domain/config.ts";
import { allGatesOpen, gates } from "../../src/domain/gate.ts";
import { mismatchTypeSchema } from "../../src/domain/mismatch.ts";
import { isRateLimit } from "../../src/domain/port-call.ts";
import {
  blockReasonSchema,
  reportedOutcomeSchema,
  reportedReasonSchema,
  runStatusSchema,
} from "../../src/domain/run-report.ts";
import { readExamples } from "../../src/fuzz/examples.ts";
import { failedChecks } from "../../src/fuzz/fingerprint.ts";
import { judgeCase } from "../../src/fuzz/judge-case.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { readDocument } from "./documents.ts";
import { renderRules } from "./rules-markdown.ts";

const rules = ruleSections.flatMap((section) => section.rules);
const textOf = (title: string) =>
  ruleSections.find((section) => section.title === title)?.rules.map(({ text }) => text) ?? [];
const whole = rules.map(({ text }) => text).join("\n");
const wordsIn = (text: string) => Array.from(text.matchAll(/`([^`]+)`/g), ([, word = ""]) => word);

test("docs/rules.md has the rules", async () => {
  expect(readDocument("docs/rules.md")).toBe(await renderRules());
});

test("the rules are numbered in their order, and have one or two sentences", () => {
  expect(rules.map(({ number }) => number)).toEqual(rules.map((_, at) => at + 1));
  expect(rules.length).toBeGreaterThan(70);
  for (const { text } of rules) expect(text.match(/[.](?= |$)/g)?.length).toBeLessThanOrEqual(3);
});

test("every check is of a rule, and every rule has checks that exist", () => {
  const declared = knownProperties.flatMap(({ name, checks }) =>
    checks.map((check) => `${name}/${check}`),
  );
  const named = rules.flatMap(({ checks }) =>
    Object.entries(checks).flatMap(([name, some]) => some.map((check) => `${name}/${check}`)),
  );
  expect(new Set(named)).toEqual(new Set(declared));
  for (const { name } of knownProperties) expect(rulesOf(name)).not.toEqual([]);
});

const examples = readExamples();

/** Whether a planted bug fails its example in a way that is about the rule. */
async function isBrokenByABug(rule: Rule): Promise<boolean> {
  // Another test starts these bots.
  const ofRule = Object.entries(rule.checks).flatMap(([name, some]) =>
    some.map((check) => `${name}/${check}`),
  );
  if (wireBugs.some(({ expectedFailure }) => ofRule.includes(expectedFailure))) return true;
  for (const { bug: name, property, check, scenario } of examples) {
    if (rule.checks[property]?.includes(check) !== true) continue;
    const target = targetOf(plantedBug(name));
    const { verdicts } = await judgeCase(scenario, target, allProperties);
    if (failedChecks(verdicts, allProperties).some((failed) => isAbout(rule, failed))) return true;
  }
  return false;
}

test.each(rules.map((rule) => [`R${rule.number}`, rule] as const))(
  "a planted bug breaks %s",
  async (_, rule) => {
    expect(await isBrokenByABug(rule)).toBe(true);
  },
);

test("the gates are those of the code and of the oracle, in every spelling", () => {
  const [first = ""] = textOf("Gates");
  const openings = wordsIn(first);
  expect(openings).toHaveLength(gates.length);
  expect(allowedMode(allGatesOpen)).toBe("live");
  for (const opening of openings.slice(1)) {
    const [name = "", value] = opening.split("=");
    expect(Reflect.get(allGatesOpen.env, name)).toBe(value);
    const env = { ...allGatesOpen.env, [name]: `${value}0` };
    expect(allowedMode({ ...allGatesOpen, env })).toBe("refused");
  }
  expect(openings[0]).toBe(`--confirm ${allGatesOpen.confirm}`);
  expect(allowedMode({ ...allGatesOpen, confirm: null })).toBe("dry_run");
});

test("every reason, action, status and type of mismatch is in a rule, and no other", () => {
  const statuses = reportedOutcomeSchema.options.flatMap(({ shape: { status } }) =>
    "options" in status ? status.options : [status.value],
  );
  const words = [
    ...reportedReasonSchema.options,
    ...actions,
    ...statuses,
    ...runStatusSchema.options,
    ...mismatchTypeSchema.options,
  ];
  const named = new Set(wordsIn(whole));
  expect(words.filter((word) => !named.has(word))).toEqual([]);
  const known = new Set<string>(words);
  const similar = [...named].filter((word) => /^(?:[a-z]+(?:_[a-z]+)+|[A-Z]+_[A-Z_]+)$/.test(word));
  expect(similar.filter((word) => !known.has(word))).toEqual([]);
});

test("every default is that of the configuration", () => {
  const defaults: Readonly<Record<string, unknown>> = configSchema.parse({});
  const found = Array.from(
    whole.matchAll(/`(\w+)`(?: attempts| requests| symbols)?(?:,[^`]*)? \(default ([\d.]+)\)/g),
  );
  const numeric = Object.entries(defaults).filter(
    ([name, value]) => typeof value === "number" || name === "maxFlattenNotionalUsdt",
  );
  expect(Object.fromEntries(found.map(([, name, value]) => [name, value]))).toEqual(
    Object.fromEntries(numeric.map(([name, value]) => [name, String(value)])),
  );
});

test("the limits have the order of the pipeline", () => {
  const reasons: Readonly<Record<keyof typeof limits, readonly string[]>> = {
    snapshotValid: [],
    cooldownElapsed: ["cooldown_not_elapsed"],
    banOver: ["rate_limited"],
    whitelistPresent: ["whitelist_required"],
    symbolWhitelisted: ["symbol_not_in_whitelist"],
    ownOrder: ["no_grinder_prefix"],
    orderCancellable: ["order_status_not_actionable"],
    priceKnown: ["price_unavailable"],
    maxNotional: ["notional_exceeds_limit"],
    filters: ["below_minimum"],
    outcomeResolved: ["outcome_unknown"],
    maxAttemptsPerIntent: ["max_attempts_reached"],
    maxAttemptsPerWindow: [],
    maxOrders: ["max_orders_reached"],
    maxSymbols: ["max_symbols_reached"],
  };
  const inPipeline = Object.keys(limits).flatMap((name) => Reflect.get(reasons, name) as string[]);
  const known = new Set<string>(blockReasonSchema.options);
  const inRules = wordsIn(textOf("Limits, in their order").join("\n")).filter((word) =>
    known.has(word),
  );
  expect(inRules).toEqual(inPipeline);
});

test("the codes of rate limits end a run in the code and in the oracle", () => {
  const text = textOf("Limits, in their order").find((rule) => rule.includes("rate_limited"));
  expect(text).toContain("(-1003, with HTTP 429 or 418)");
  const reply = { status: "rejected", code: -1003, message: "" } as const;
  const banned = { ...reply, code: -2011, bannedUntilMs: 1 };
  for (const isLimit of [isRateLimit, isRateLimitInOracle]) {
    expect([reply, banned, { ...reply, code: -2011 }].map((one) => isLimit(one))).toEqual([
      true,
      true,
      false,
    ]);
  }
});
