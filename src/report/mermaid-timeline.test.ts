import { expect, test } from "vitest";
import { timelineOf } from "../fuzz/timeline.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { renderMermaid } from "./mermaid-timeline.ts";

async function pictureOf(parts: Parts, failedRun: number | null = null): Promise<string[]> {
  const scenario = scenarioWith({ gates: openGates, ...parts });
  const observation = await runScenario(scenario, shippedPipeline);
  return renderMermaid(timelineOf({ scenario, observation, isAboutTrail: false }), failedRun).split(
    "\n",
  );
}

test("the picture has each step in its lane, each call, and the violated run marked", async () => {
  const lines = await pictureOf(
    {
      exchange: { orders: manyOrders.slice(0, 2) },
      steps: [
        {
          kind: "set-port-faults",
          faults: [{ kind: "accept" }, { kind: "timeout", applied: false }],
        },
        { kind: "snapshot" },
        { kind: "reconcile" },
        { kind: "set-gates", gates: { confirm: null, env: {} } },
        { kind: "reconcile" },
      ],
    },
    1,
  );
  expect(lines.slice(0, 5)).toEqual([
    "```mermaid",
    "sequenceDiagram",
    "  participant Operator",
    "  participant Bot",
    "  participant Exchange",
  ]);
  expect(lines.slice(5).map((line) => line.replaceAll(/: .*/g, ""))).toEqual([
    "  Note over Bot,Exchange",
    "  Note over Bot",
    "  rect rgb(255, 214, 214)",
    "  Note over Bot",
    "  Bot->>Exchange",
    "  Exchange-->>Bot",
    "  Bot->>Exchange",
    "  Exchange--xBot",
    "  end",
    "  Note over Operator",
    "  Note over Bot",
    "```",
  ]);
  expect(lines).toContain("  Note over Bot: run 1, live, violated");
});

test("no text can end a line, the block, or the marked run", async () => {
  const confirm = "end; ``` \u202E # <b>\nend";
  const lines = await pictureOf({
    steps: [{ kind: "set-gates", gates: { confirm } }, { kind: "snapshot" }, { kind: "reconcile" }],
  });
  expect(lines).toHaveLength(5 + 3 + 1);
  const texts = lines.slice(5, -1).map((line) => line.replace(/^[^:]*: /, ""));
  for (const text of texts) expect(text).toMatch(/^(?:[\p{L}\p{N} .,:/()+=_-]|#\d+;)*$/u);
  expect(texts.join("\n")).not.toMatch(/\bend\b/i);
});

test("a long case is cut, and its marked run is closed", async () => {
  const steps = Array.from({ length: 60 }, () => ({ kind: "reconcile" as const }));
  const lines = await pictureOf({ steps: [{ kind: "snapshot" }, ...steps] }, 39);
  expect(lines).toHaveLength(5 + 40 + 3);
  expect(lines.slice(-3)).toEqual([
    expect.stringMatching(/^ {2}Note over Bot: and \d+ more lines$/),
    "  end",
    "```",
  ]);
});
