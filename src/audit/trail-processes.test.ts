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

/** Kills the writer at a random moment after its first line; returns the lines that it confirmed. */
function writeUntilKilled(path: string): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (printed === "") setTimeout(() => child.kill("SIGKILL"), Math.random() * killWithinMs);
      printed += chunk.toString();
    });
    child.on("close", () => {
      resolve(printed.split("\n").slice(0, -1));
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
  `after each of ${kills} kills the trail has every confirmed line and verifies, and the next run appends`,
  { timeout: 300_000 },
  async () => {
    let confirmedLines = 0;
    let interrupted = 0;
    for (let trail = 0; trail < kills / killsPerTrail; trail += 1) {
      const path = join(temporaryFolder(), "reconcile.jsonl");
      const confirmed: string[] = [];
      for (let kill = 1; kill <= killsPerTrail; kill += 1) {
        const before = confirmed.length;
        confirmed.push(...(await writeUntilKilled(path)));
        expect(confirmed.length).toBeGreaterThan(before);
        const text = readFileSync(path, "utf8");
        const written = new Set(linesIn(text));
        expect(confirmed.filter((line) => !written.has(line))).toEqual([]);
        expect(verifyTrail(Buffer.from(text)).broken).toEqual([]);
      }
      const last = spawnSync(process.execPath, [writer, path, "1"], { encoding: "utf8" });
      expect(last.status).toBe(0);
      const text = readFileSync(path, "utf8");
      expect(linesIn(text).slice(-3)).toEqual(last.stdout.trimEnd().split("\n"));
      const verdict = verifyTrail(Buffer.from(text));
      expect(verdict.broken).toEqual([]);
      expect(verdict.unfinished.length).toBeLessThanOrEqual(killsPerTrail);
      // Killed processes leave only partial lines behind, and no lock.
      const names = readdirSync(join(path, ".."));
      expect(names.filter((name) => !/\.(jsonl|torn)$/.test(name))).toEqual([]);
      confirmedLines += confirmed.length;
      interrupted += verdict.unfinished.length;
    }
    // Some kills must hit a run, or the test is vacuous.
    expect(interrupted).toBeGreaterThan(kills / 10);
    expect(confirmedLines).toBeGreaterThan(kills);
  },
);

function writeRuns(
  path: string,
  runs: number,
): Promise<{ exitCode: number | null; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [writer, path, String(runs)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.on("close", (exitCode) => {
      resolve({ exitCode, printed });
    });
  });
}

test("concurrent writers of a trail with a partial line lose and mix nothing", async () => {
  for (let round = 0; round < 5; round += 1) {
    const path = join(temporaryFolder(), "reconcile.jsonl");
    writeFileSync(path, '{"client_order_id":"torn');
    const writers = await Promise.all([0, 1, 2, 3].map(() => writeRuns(path, 25)));
    expect(writers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    const text = readFileSync(path, "utf8");
    const confirmed = writers.flatMap(({ printed }) => printed.trimEnd().split("\n"));
    expect(linesIn(text).toSorted()).toEqual(confirmed.toSorted());
    expect(confirmed).toHaveLength(4 * 25 * 3);
    expect(verifyTrail(Buffer.from(text))).toMatchObject({ verdict: "pass", runs: 100 });
    const names = readdirSync(join(path, ".."));
    expect(names.filter((name) => name.endsWith(".torn"))).toHaveLength(1);
  }
});
