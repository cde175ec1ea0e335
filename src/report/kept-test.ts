/** A counterexample as a test for a team's own suite. It has everything it needs but the bot. */
import type { Counterexample } from "../fuzz/counterexample.ts";

export type TestFramework = "vitest" | "pytest";

/** `command` starts the bot; null where the reader has to name it. */
export function renderKeptTest(
  counterexample: Counterexample,
  framework: TestFramework,
  command: string | null,
): string {
  return framework === "vitest"
    ? renderVitest(counterexample)
    : renderPytest(counterexample, command ?? "python3 adapter.py");
}

function renderVitest({ property, check, statement, scenario }: Counterexample): string {
  return `import { allProperties, judgeCase, scenarioSchema } from "reconcile-harness";
import { expect, test } from "vitest";
import { ourBot } from "./adapter.js"; // the target that defineTarget made

// ${statement}
test(${JSON.stringify(`${property}: ${check}`)}, async () => {
  const properties = allProperties.filter(({ name }) => name === ${JSON.stringify(property)});
  const { verdicts, targetError } = await judgeCase(scenario, ourBot, properties);
  expect(targetError).toBe(null);
  expect(verdicts).toEqual([{ kind: "pass" }]);
});

const scenario = scenarioSchema.parse(${JSON.stringify(scenario, null, 2)});
`;
}

function renderPytest(counterexample: Counterexample, command: string): string {
  const { property, check, statement } = counterexample;
  const name = `test_${property}_${check}`.replaceAll("-", "_");
  return `import subprocess

COMMAND = ${pythonText(command)}


def ${name}(tmp_path):
    """${statement.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"""
    saved = tmp_path / "counterexample.json"
    saved.write_text(COUNTEREXAMPLE, encoding="utf-8")
    replay = ["npx", "reconcile-harness", "replay", str(saved), "--target", COMMAND]
    run = subprocess.run(replay, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


COUNTEREXAMPLE = r"""
${JSON.stringify(counterexample, null, 2).replaceAll('"""', String.raw`\u0022""`)}
"""
`;
}

/** JSON escapes are a part of those of Python. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
