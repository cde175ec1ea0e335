/** Scenarios on disk: the three P0 scenarios and any other file. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { printable } from "../domain/printable-text.ts";
import { scenarioSchema, type Scenario } from "./scenario.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { upgradeScenario } from "./version-1.ts";
import { packageRoot } from "../package-root.ts";

export const standardScenarioNames = ["order", "position", "mixed"] as const;

/**
 * Reads the P0 scenarios, or the file of a scenario. A file of schema version 1 is upgraded.
 *
 * @param nameOrFile `all`, or `order`, `position` or `mixed`, or the path of a file.
 * @returns the scenarios: three for `all`, and else one
 * @throws `BadInputError` for a file that does not exist, is no JSON, or does not fit the schema; where there is a file, it
 * names line and column
 */
export function readScenarios(nameOrFile: string): readonly [Scenario, ...Scenario[]] {
  const [first, ...rest] = standardScenarioNames;
  if (nameOrFile === "all") return [readStandard(first), ...rest.map(readStandard)];
  const standard = standardScenarioNames.find((name) => name === nameOrFile);
  return [standard === undefined ? readScenarioFile(nameOrFile) : readStandard(standard)];
}

function readStandard(name: (typeof standardScenarioNames)[number]): Scenario {
  return readScenarioFile(join(packageRoot, "scenarios", `${name}.json`));
}

function readScenarioFile(path: string): Scenario {
  if (!existsSync(path)) {
    const names = [...standardScenarioNames, "all"].join(", ");
    throw new BadInputError(
      `${printable(path)}: there is no such file, and no standard scenario of that name (${names})`,
    );
  }
  // Only the value is upgraded, so places in messages stay those of the file.
  const document = readJsonFile(path);
  return parseWithSchema(scenarioSchema, { ...document, value: upgradeScenario(document.value) });
}
