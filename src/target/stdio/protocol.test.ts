import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import * as z from "zod";
import { scenario as scenarioArbitrary } from "../../../properties/arbitraries/scenario.ts";
import { packageRoot } from "../../package-root.ts";
import { temporaryFolder } from "../../test-fixtures/run-cli.ts";
import { openGates } from "../../test-fixtures/scenarios.ts";
import { randomCases } from "../../fuzz/batch.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { readScenarios } from "../../scenario/scenario-files.ts";
import { withoutConditionalOrders, type Scenario } from "../../scenario/scenario.ts";
import { renderProtocolSchema } from "./protocol-schema.ts";
import { openStdioTarget } from "./stdio-target.ts";

const validate = new Ajv2020({ strict: false }).compile(
  z.record(z.string(), z.unknown()).parse(JSON.parse(renderProtocolSchema())),
);

const linesOf = (path: string) => readFileSync(path, "utf8").trimEnd().split("\n");

/** Every line to the example bot in one session, and every line from it. */
async function recordSession(scenarios: readonly Scenario[]): Promise<[string[], string[]]> {
  const folder = temporaryFolder();
  const bot = join(packageRoot, "examples", "bot.mjs");
  const [to, from] = [join(folder, "to"), join(folder, "from")];
  const { target, close } = await openStdioTarget(`tee '${to}' | node '${bot}' | tee '${from}'`);
  for (const scenario of scenarios) {
    expect((await runScenario(scenario, target)).targetError).toBeNull();
  }
  expect(await close()).toBeNull();
  return [linesOf(to), linesOf(from)];
}

test("protocol.schema.json is up to date; `npm run schema` writes it", () => {
  const published = readFileSync(join(packageRoot, "protocol.schema.json"), "utf8");
  expect(published).toBe(renderProtocolSchema());
});

test("the example exchange in docs/protocol.md is a real one", async () => {
  const [order] = readScenarios("order");
  const [to, from] = await recordSession([{ ...order, gates: openGates }]);
  const document = readFileSync(join(packageRoot, "docs", "protocol.md"), "utf8");
  const linesAfter = (arrow: string) =>
    document
      .split("\n")
      .filter((line) => line.startsWith(`${arrow} {`))
      .map((line) => line.slice(2));
  expect(linesAfter("→")).toEqual(to);
  expect(linesAfter("←")).toEqual(from);
});

test("every message of a long session fits the published schema", async () => {
  // The example bot does not declare conditional orders.
  const random = randomCases(scenarioArbitrary().map(withoutConditionalOrders), 5, 0);
  const scenarios = Array.from({ length: 250 }, () => random.next().value);
  const messages = (await recordSession(scenarios)).flat();
  expect(messages.length).toBeGreaterThan(600);
  const wrong = messages.filter((message) => !validate(JSON.parse(message)));
  expect(wrong).toEqual([]);
  expect(validate({ jsonrpc: "2.0", id: 1, method: "reconcile", params: {} })).toBe(false);
});
