import { spawn, spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../package-root.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { verifyTrail } from "./verify.ts";

const kills = 200;
const killsPerTrail = 20;
const killWithinMs = 30;

const lineSchema = z.object({ run_id: z.string(), event_type: z.string() });

async function buildWriter(): Promise<string> {
  const outfile = join(temporaryFolder(), "trail-writer.mjs");
  const entry = join(packageRoot, "src/test-fixtures/trail-writer.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
  return outfile;
}

/** Kills the writer at a random moment after its first line; answers with the lines it vouched for. */
function writeUntilKilled(path: string): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (said === "") setTimeout(() => child.kill("SIGKILL"), Math.random() * killWithinMs);
      said += chunk.toString();
    });
    child.on("close", () => {
      resolve(said.split("\n").slice(0, -1));
    });
  });
}

let writer = "";
beforeAll(async () => {
  writer = await buildWriter();
});

function linesIn(text: string): string[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const { run_id, event_type } = lineSchema.parse(JSON.parse(line));
      return `${run_id} ${event_type}`;
    });
}

test(
  `after each of ${kills} kills every line that was vouched for is there, the trail verifies, and the next run appends`,
  { timeout: 300_000 },
  async () => {
    let vouchedFor = 0;
    let cutShort = 0;
    for (let trail = 0; trail < kills / killsPerTrail; trail += 1) {
      const path = join(temporaryFolder(), "reconcile.jsonl");
      const vouched: string[] = [];
      for (let kill = 1; kill <= killsPerTrail; kill += 1) {
        const before = vouched.length;
        vouched.push(...(await writeUntilKilled(path)));
        expect(vouched.length).toBeGreaterThan(before);
        const text = readFileSync(path, "utf8");
        const there = new Set(linesIn(text));
        expect(vouched.filter((line) => !there.has(line))).toEqual([]);
        expect(verifyTrail(Buffer.from(text)).broken).toEqual([]);
      }
      const last = spawnSync(process.execPath, [writer, path, "1"], { encoding: "utf8" });
      expect(last.status).toBe(0);
      const text = readFileSync(path, "utf8");
      expect(linesIn(text).slice(-3)).toEqual(last.stdout.trimEnd().split("\n"));
      const verdict = verifyTrail(Buffer.from(text));
      expect(verdict.broken).toEqual([]);
      expect(verdict.unfinished.length).toBeLessThanOrEqual(killsPerTrail);
      // Neither the lock of a crashed process nor anything else but torn lines is left behind.
      const names = readdirSync(join(path, ".."));
      expect(names.filter((name) => !/\.(jsonl|torn)$/.test(name))).toEqual([]);
      vouchedFor += vouched.length;
      cutShort += verdict.unfinished.length;
    }
    // Kills that never hit a run would have tested nothing.
    expect(cutShort).toBeGreaterThan(kills / 10);
    expect(vouchedFor).toBeGreaterThan(kills);
  },
);

function writeRuns(path: string, runs: number): Promise<{ exitCode: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [writer, path, String(runs)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("close", (exitCode) => {
      resolve({ exitCode, said });
    });
  });
}

test("processes that write one trail at once, begun on a torn one, lose and mix nothing", async () => {
  for (let round = 0; round < 5; round += 1) {
    const path = join(temporaryFolder(), "reconcile.jsonl");
    writeFileSync(path, '{"client_order_id":"torn');
    const writers = await Promise.all([0, 1, 2, 3].map(() => writeRuns(path, 25)));
    expect(writers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    const text = readFileSync(path, "utf8");
    const vouched = writers.flatMap(({ said }) => said.trimEnd().split("\n"));
    expect(linesIn(text).toSorted()).toEqual(vouched.toSorted());
    expect(vouched).toHaveLength(4 * 25 * 3);
    expect(verifyTrail(Buffer.from(text))).toMatchObject({ verdict: "pass", runs: 100 });
    const names = readdirSync(join(path, ".."));
    expect(names.filter((name) => name.endsWith(".torn"))).toHaveLength(1);
  }
});
