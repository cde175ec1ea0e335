/** Observations of a campaign, read back by a schema of their form. */
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { batchesOf } from "../fuzz/batch.ts";
import { campaignContext } from "../fuzz/campaign-context.ts";
import { runBatch } from "../fuzz/run-batch.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const bug = targetOf(plantedBug("orders-not-read-under-flatten"));
const properties = ["orders-beat-positions", "limits-hold", "cooldown-holds"];
const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });

const fieldsOfObservation =
  "type run_start property status status_reason representation arguments how_generated features coverage timing metadata".split(
    " ",
  );

/** Of a test case. Written from "Observability tools" in the documents of Hypothesis: no package publishes it. */
const isObservation = ajv.compile({
  type: "object",
  properties: {
    type: { const: "test_case" },
    run_start: { type: "number" },
    property: { type: "string" },
    status: { enum: ["passed", "failed", "gave_up"] },
    status_reason: { type: "string" },
    representation: { type: "string" },
    arguments: { type: "object" },
    how_generated: { type: "string" },
    features: { type: "object" },
    coverage: { anyOf: [{ type: "null" }, { type: "object" }] },
    timing: { type: "object", additionalProperties: { type: "number", minimum: 0 } },
    metadata: { type: "object" },
  },
  required: fieldsOfObservation,
  additionalProperties: false,
});

type Observation = {
  readonly property: string;
  readonly status: string;
  readonly run_start: number;
  readonly metadata: { readonly selected: string };
};

/** Of a random batch. */
async function observeBatch(seed: number) {
  const inputs = inputsWith({ seed, propertyNames: properties, observedSince: 9 });
  const context = campaignContext(inputs, bug);
  const batch = [...batchesOf(context.plan)].find(({ phase }) => phase === "random");
  if (batch === undefined || context.observations === null) throw new Error("nothing is observed");
  const rare = { ...context, observations: { ...context.observations, every: 5 } };
  const { observations, result } = await runBatch(batch, rare);
  const read = observations.map((line) => JSON.parse(line) as Observation);
  const sampled = read.filter(({ metadata }) => metadata.selected === "sample");
  const [failed, failedInSample] = [read, sampled].map((some) =>
    some.filter(({ status }) => status === "failed"),
  );
  const others = (failed?.length ?? 0) - (failedInSample?.length ?? 0);
  return { read, sampled, failed, result, others };
}

test("observations have each judged case of the sample, and every failure", async () => {
  let others = 0;
  for (let seed = 1; others === 0; seed += 1) {
    const batch = await observeBatch(seed);
    const { read, sampled, failed, result } = batch;
    expect(read.filter((one) => !isObservation(one))).toEqual([]);
    expect(new Set(read.map((one) => one.run_start))).toEqual(new Set([9]));
    expect(sampled).toHaveLength((250 / 5) * properties.length);
    const counted = properties.reduce((sum, name) => sum + (result.tallies[name]?.fail ?? 0), 0);
    expect(failed).toHaveLength(counted);
    // A failure outside the sample is observed too.
    ({ others } = batch);
  }
});

test("a campaign without the option makes no observation", async () => {
  const context = campaignContext(inputsWith({ propertyNames: properties }), bug);
  const [batch] = batchesOf(context.plan);
  if (batch === undefined) throw new Error("no batch");
  expect(context.observations).toBeNull();
  expect((await runBatch(batch, context)).observations).toEqual([]);
});
