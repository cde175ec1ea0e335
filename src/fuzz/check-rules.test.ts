import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { allRules, ruleSections } from "../../properties/rules/all.ts";
import type { CompletedRun } from "../domain/run-report.ts";
import type { RunInputs } from "../pipeline/run.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { checkRules } from "./check-rules.ts";
import { readExamples } from "./examples.ts";

const brokenBy = async (name: string) => {
  const { broken } = await checkRules(targetOf(plantedBug(name)));
  return broken.map(({ failed: { check }, rules }) => {
    return { check, rules: rules.map(({ number }) => number) };
  });
};
const numberOf = (text: string) => allRules.find((rule) => rule.text.startsWith(text))?.number;

test("the reference pipeline keeps every rule that an example judges", async () => {
  const { broken, kept, notJudged, scenarios } = await checkRules(shippedPipeline);
  expect(broken).toEqual([]);
  expect(scenarios).toBe(readExamples().length);
  const onWire = ruleSections.find(({ title }) => title === "On the wire")?.rules ?? [];
  expect(onWire.length).toBeGreaterThan(0);
  expect(kept.length + notJudged.length).toBe(allRules.length - onWire.length);
  expect(notJudged.map(({ text }) => text)).toEqual([]);
});

test("a planted bug breaks the rule that it is about", async () => {
  const found = await brokenBy("live-by-default");
  const rules = [numberOf("A dry run makes no port call")];
  expect(found).toContainEqual({ check: "port-call-in-dry-run", rules });
});

test("a mismatch that is not reported breaks the rule of its type", async () => {
  const found = await brokenBy("dated-contract-ids-read-as-external");
  const broken = found.flatMap(({ rules }) => rules);
  expect(broken).toContain(numberOf("`ORDER_EXISTS_UNEXPECTED`"));
  expect(broken).not.toContain(numberOf("`POSITION_NONZERO_UNEXPECTED`"));
});

/** The reference pipeline, but for some answers. */
function answering(change: (report: CompletedRun, inputs: RunInputs) => CompletedRun): Target {
  return {
    ...shippedPipeline,
    reconcile: async (inputs, services) => {
      const report = await shippedPipeline.reconcile(inputs, services);
      return "results" in report ? change(report, inputs) : report;
    },
  };
}

test("a target that gives no answer to some runs breaks the rule about answers", async () => {
  const target = answering((report, { priorCalls }) => {
    if (priorCalls.length > 0) throw new Error("no answer");
    return report;
  });
  const { broken } = await checkRules(target);
  expect(broken.map(({ failed }) => failed.check)).toContain("exception");
  const rules = broken.flatMap((one) => one.rules).map(({ number }) => number);
  expect(rules).toContain(numberOf("Every run and every start ends"));
});

test("of two types of mismatches that are hidden, neither is kept", async () => {
  const hidden = new Set(["ORDER_STATUS_DIVERGENCE", "POSITION_NONZERO_UNEXPECTED"]);
  const target = answering((report) => {
    return {
      ...report,
      results: report.results.filter(({ mismatch }) => !hidden.has(mismatch.type)),
    };
  });
  const { kept } = await checkRules(target);
  const numbers = kept.map(({ number }) => number);
  for (const type of hidden) expect(numbers).not.toContain(numberOf(`\`${type}`));
  expect(numbers).toContain(numberOf("`ORDER_MISSING_ON_EXCHANGE"));
});

test("a rule that no property can judge is neither kept nor broken", async () => {
  const target = {
    ...shippedPipeline,
    reports: new Set(["mode"] as const),
    supportsSequences: false,
  };
  const { kept, notJudged } = await checkRules(target);
  expect(kept.map(({ number }) => number)).toContain(numberOf("A dry run makes no port call"));
  expect(notJudged.map(({ number }) => number)).toContain(numberOf("The counts of a report"));
});
