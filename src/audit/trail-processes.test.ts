import { spawn, spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../package-root.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { verifyTrail } from "./verify.ts";

const writers = 4;
const killsPerWriter = 4;

const lineSchema = z.object({ run_id: z.string(), event_type: z.string() });

async function buildWriter(): Promise<string> {
  const outfile = join(temporaryFolder(), "trail-writer.mjs");
  const entry = join(packageRoot, "src/test-fixtures/trail-writer.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
  return outfile;
}

let writer = "";
beforeAll(async () => {
  writer = await buildWriter();
});

/** Starts a command as process 1 of its own namespace, as in a container, where the system allows it. */
const namespace = ["--user", "--map-root-user", "--pid", "--fork", "--kill-child"];
const canUnshare = spawnSync("unshare", [...namespace, "true"]).status === 0;

function startWriter(args: readonly string[], isInNamespace: boolean) {
  const command = [process.execPath, writer, ...args];
  const [file = "", ...rest] = isInNamespace ? ["unshare", ...namespace, ...command] : command;
  return spawn(file, rest, { stdio: ["ignore", "pipe", "inherit"] });
}

type Written = { readonly exitCode: number | null; readonly confirmed: readonly string[] };

/** Writes until it has confirmed `lines` lines and is killed. Returns all that it confirmed. */
function writeRuns(
  args: readonly string[],
  { lines = Infinity, isInNamespace = false } = {},
): Promise<Written> {
  return new Promise((resolve) => {
    const child = startWriter(args, isInNamespace);
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split("\n").length > lines) child.kill("SIGKILL");
    });
    child.on("close", (exitCode) => {
      resolve({ exitCode, confirmed: printed.split("\n").slice(0, -1) });
    });
  });
}

/** The complete lines of all files in the folder of a trail, and the runs of each file. */
function readTrails(path: string) {
  const folder = join(path, "..");
  const files = readdirSync(folder).map((name) => ({
    name,
    bytes: readFileSync(join(folder, name)),
  }));
  const lines = files.map(({ bytes }) => linesIn(bytes.toString("utf8")));
  const runs = lines.flatMap((ids) => [...new Set(ids.map((id) => id.split(" ")[0]))]);
  const verdicts = files.map(({ bytes }) => verifyTrail(bytes));
  return { names: files.map(({ name }) => name), lines: lines.flat(), runs, verdicts };
}

/** Without torn lines, which are no JSON. */
function linesIn(text: string): string[] {
  const torn = new Set(verifyTrail(Buffer.from(text)).unfinished.flatMap(tornLine));
  const lines = text.split("\n").slice(0, -1);
  return lines
    .filter((_, index) => !torn.has(index + 1))
    .map((line) => {
      const { run_id, event_type } = lineSchema.parse(JSON.parse(line));
      return `${run_id} ${event_type}`;
    });
}

function tornLine({ line, message }: { readonly line: number; readonly message: string }) {
  return message.startsWith("torn line") ? [line] : [];
}

async function killWriters(path: string, isInNamespace: boolean): Promise<string[]> {
  const confirmed: string[] = [];
  for (let kill = 1; kill <= killsPerWriter; kill += 1) {
    const written = await writeRuns([path], { lines: kill, isInNamespace });
    expect(written.confirmed.length).toBeGreaterThanOrEqual(kill);
    confirmed.push(...written.confirmed);
  }
  return confirmed;
}

test("after each kill of concurrent writers, some of them in namespaces of their own, the trail has every confirmed line, and the next run appends", async () => {
  const path = join(temporaryFolder(), "reconcile.jsonl");
  const killed = Array.from({ length: writers }, (_, index) =>
    killWriters(path, canUnshare && index % 2 === 0),
  );
  const confirmed = (await Promise.all(killed)).flat();
  const last = await writeRuns([path, "1"], { isInNamespace: canUnshare });
  expect(last.exitCode).toBe(0);
  const { names, lines, verdicts } = readTrails(path);
  expect(confirmed.filter((line) => !lines.includes(line))).toEqual([]);
  expect(lines.slice(-3)).toEqual(last.confirmed);
  expect(names).toEqual(["reconcile.jsonl"]);
  expect(verdicts[0]?.broken).toEqual([]);
  // Some kills must hit a run, or the test is vacuous.
  expect(verdicts[0]?.unfinished.length).toBeGreaterThan(0);
});

test("concurrent writers of a trail with a torn line lose and mix nothing", async () => {
  const path = join(temporaryFolder(), "reconcile.jsonl");
  const torn = '{"client_order_id":"torn';
  writeFileSync(path, torn);
  const written = await Promise.all([0, 1, 2, 3].map(() => writeRuns([path, "5"])));
  expect(written.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const confirmed = written.flatMap((each) => each.confirmed);
  const { names, lines, verdicts } = readTrails(path);
  expect(lines.toSorted()).toEqual(confirmed.toSorted());
  expect(confirmed).toHaveLength(4 * 5 * 3);
  expect(names).toEqual(["reconcile.jsonl"]);
  expect(readFileSync(path, "utf8").startsWith(torn)).toBe(true);
  expect(verdicts).toMatchObject([{ runs: 20, broken: [], unfinished: [{ line: 1 }] }]);
});

test("concurrent writers that rename full trails lose and mix nothing, and split no run", async () => {
  const path = join(temporaryFolder(), "reconcile.jsonl");
  const written = await Promise.all([0, 1, 2, 3].map(() => writeRuns([path, "5", "2000"])));
  expect(written.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const { names, lines, runs, verdicts } = readTrails(path);
  expect(lines.toSorted()).toEqual(written.flatMap((each) => each.confirmed).toSorted());
  expect(runs).toHaveLength(20);
  expect(names.length).toBeGreaterThan(2);
  expect(verdicts.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
});

/** The limit makes the write of one line short, as a full disk does. */
test.skipIf(process.platform === "win32")(
  "the part of a line that a full disk takes stays whole, and no later line is lost",
  async () => {
    const path = join(temporaryFolder(), "reconcile.jsonl");
    const limited = `ulimit -f 2; exec "$0" "$@"`;
    const full = spawnSync("sh", ["-c", limited, process.execPath, writer, path], {
      encoding: "utf8",
    });
    expect(full.stderr).toMatch(/only \d+ bytes of a line were written/);
    const torn = readFileSync(path);
    const next = await writeRuns([path, "2"]);
    expect(readFileSync(path).subarray(0, torn.length)).toEqual(torn);
    const { lines, verdicts } = readTrails(path);
    expect(lines).toEqual([...full.stdout.trimEnd().split("\n"), ...next.confirmed]);
    expect(verdicts[0]?.broken).toEqual([]);
  },
);
