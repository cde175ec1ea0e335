/** The drill of a lost user stream, with real processes: only a bot on the wire has a stream. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { plantWireBug, wireBugs } from "../../../properties/planted-bugs/wire/bugs.ts";
import { streamBotText } from "../../../properties/planted-bugs/wire/stream-bot.ts";
import { wireBotPath } from "../../../properties/planted-bugs/wire/wire-bug.ts";
import { readDrills, drillsOf } from "../../smoke/drill.ts";
import { runDrills } from "../../smoke/run-drills.ts";
import { openTarget } from "../open-target.ts";
import { quoted } from "../../domain/shell-word.ts";

const folder = mkdtempSync(join(tmpdir(), "lost-stream-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The result of the drill, and what is left out. */
async function drill(path: string, streamFaults = true) {
  const { target, close } = await openTarget({
    kind: "wire",
    text: `node ${quoted(path)} {confirm}`,
  });
  const drills = readDrills("lost-stream").map((one) => {
    const steps = one.scenario.steps.map((step) => {
      if (step.kind !== "reconcile" || streamFaults) return step;
      return { ...step, streamFaults: [{ event: 9_000, kind: "close" as const }] };
    });
    return { ...one, scenario: { ...one.scenario, steps } };
  });
  const { possible, leftOut } = drillsOf(target, drills);
  const [result] = await runDrills(possible, target, close);
  return { result, leftOut };
}

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const streamBot = written("right.mjs", streamBotText());

test("a bot that reads its lists is safe after two runs with a call each", async () => {
  expect((await drill(streamBot)).result).toMatchObject({
    verdict: "pass",
    runs: 2,
    portCalls: 2,
    safety: "nothing-to-remediate",
  });
});

test.each([
  ["closed-stream-read-as-silence", /^after 3 runs it may still cancel/],
  ["listen-key-never-renewed", /^3 port calls; at most 2/],
])("%s fails", async (name, reason) => {
  const bug = wireBugs.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug ${name}`);
  const { result } = await drill(written(`${name}.mjs`, plantWireBug(bug)));
  expect(result?.verdict).toBe("fail");
  expect(result?.reasons.join()).toMatch(reason);
});

test("where no fault meets the stream nothing is at stake", async () => {
  const { result } = await drill(streamBot, false);
  expect(result).toMatchObject({ verdict: "inconclusive", runs: null });
  expect(result?.reasons).toEqual(["nothing was at stake: no user stream of the bot was open"]);
});

test("a bot without a user stream has no such drill", async () => {
  const { result, leftOut } = await drill(wireBotPath);
  expect(result).toBeUndefined();
  expect(leftOut.map(({ name }) => name)).toEqual(["lost-stream"]);
});
