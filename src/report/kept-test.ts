/** A counterexample as a test for a team's own suite. It has everything it needs but the bot. */
import type { Counterexample } from "../fuzz/counterexample.ts";

export type TestFramework = "vitest" | "pytest";

/** `target` has the options that name the bot; without a command the reader has to name it. */
export function renderKeptTest(
  counterexample: Counterexample,
  framework: TestFramework,
  target: readonly string[],
): string {
  if (framework === "vitest") return renderVitest(counterexample);
  const isNamed = target[0] === "--target" || target[0] === "--wire";
  const named = isNamed ? target : ["--target", "python3 adapter.py", ...target];
  return renderPytest(counterexample, named);
}

function renderVitest(counterexample: Counterexample): string {
  const { property, check, statement } = counterexample;
  return `import { replayCounterexample } from "reconcile-harness";
import { expect, test } from "vitest";
import { ourBot } from "./adapter.js"; // the target that defineTarget made

// ${statement}
test(${JSON.stringify(`${property}: ${check}`)}, async () => {
  expect(await replayCounterexample(counterexample, ourBot)).toEqual({ kind: "fixed" });
});

const counterexample = ${JSON.stringify(counterexample, null, 2)};
`;
}

function renderPytest(counterexample: Counterexample, options: readonly string[]): string {
  const { property, check, statement } = counterexample;
  const name = `test_${property}_${check}`.replaceAll("-", "_");
  // A list of texts in JSON is one in Python.
  return `import subprocess

OPTIONS = ${JSON.stringify(options)}


def ${name}(tmp_path):
    """${statement.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"""
    saved = tmp_path / "counterexample.json"
    saved.write_text(COUNTEREXAMPLE, encoding="utf-8")
    replay = ["npx", "reconcile-harness", "replay", str(saved), *OPTIONS]
    run = subprocess.run(replay, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


COUNTEREXAMPLE = r"""
${JSON.stringify(counterexample, null, 2).replaceAll('"""', String.raw`\u0022""`)}
"""
`;
}
