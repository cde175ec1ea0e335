/** `npm run examples`: finds a small scenario for each planted bug, and writes the file that `target check` runs. */
import { join } from "node:path";
import { format } from "oxfmt";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { configSchema } from "../../src/domain/config.ts";
import { writeWholeFile } from "../../src/input/whole-file.ts";
import { packageRoot } from "../../src/package-root.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { inWholeMinutes } from "../../src/target/wire/whole-minutes.ts";
import { findExample } from "./find-example.ts";
import { exampleSizeMax, failedChecksOf } from "./where-checks-fail.ts";

/** Without the defaults, so that the file stays small. */
function withoutDefaults(example: Scenario): object {
  const { name: _, statement: __, config, ...scenario } = example;
  const defaults: Readonly<Record<string, unknown>> = configSchema.parse({});
  const changed = Object.entries(config).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(defaults[field]),
  );
  return { ...scenario, config: Object.fromEntries(changed) };
}

const examples = [];
for (const bug of plantedBugs) {
  if (bug.minimalSize > exampleSizeMax) continue;
  const { requires, scenario } = await findExample(bug);
  const { name, expectedFailure: fails } = bug;
  const inMinutes = await failedChecksOf({ bug, scenario: inWholeMinutes(scenario) }, requires);
  const needsMs = !inMinutes.has(fails);
  const written = { requires, ...(needsMs && { needsMs }), scenario: withoutDefaults(scenario) };
  examples.push({ bug: name, fails, ...written });
}
const path = join(packageRoot, "properties", "examples.json");
const { code } = await format(path, JSON.stringify(examples), { printWidth: 100 });
writeWholeFile(path, code);
