/*
 * Another process acts between two steps of this one, or a disk becomes full inside a line. The file
 * system is real; the wrappers only insert the action of the other process.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { attemptEvent, completeRun, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { canonicalJson } from "./canonical-json.ts";
import { AuditTrail } from "./trail.ts";
import { verifyTrail } from "./verify.ts";

const { before, meanwhile, partial, synced } = vi.hoisted(() => {
  /** The action of another process just before a call, once. */
  const due = new Map<"renameSync" | "writeSync", () => void>();
  return {
    before: due,
    meanwhile: (name: "renameSync" | "writeSync"): void => {
      const action = due.get(name);
      due.delete(name);
      action?.();
    },
    /** How many bytes of the next line the disk takes, or null. */
    partial: { bytes: null as number | null },
    synced: { files: 0 },
  };
});

vi.mock("node:fs", async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  return {
    ...real,
    renameSync: (from: string, to: string) => {
      meanwhile("renameSync");
      real.renameSync(from, to);
    },
    writeSync: (file: number, line: Buffer) => {
      meanwhile("writeSync");
      const bytes = partial.bytes ?? line.length;
      partial.bytes = null;
      return real.writeSync(file, line, 0, bytes);
    },
    fsyncSync: (file: number) => {
      synced.files += 1;
      real.fsyncSync(file);
    },
  };
});

afterEach(() => {
  before.clear();
  partial.bytes = null;
});

// Where files share modules, later ones load them with the real file system.
afterAll(() => {
  vi.doUnmock("node:fs");
  vi.resetModules();
});

const newPath = (): string => join(temporaryFolder(), "reconcile.jsonl");

function appendRun(trail: AuditTrail, runId: string): void {
  for (const event of completeRun) expect(trail.append({ ...event, run_id: runId })).toBeNull();
}

/** The verdicts of all files in the folder of a trail. */
function verdictsNextTo(path: string): string[] {
  const folder = join(path, "..");
  return fs
    .readdirSync(folder)
    .map((name) => verifyTrail(fs.readFileSync(join(folder, name))))
    .map(({ verdict, runs }) => `${verdict} ${runs}`)
    .toSorted();
}

test("a full trail that another process has renamed first is left to it", () => {
  const path = newPath();
  const trail = new AuditTrail(path, 1);
  appendRun(trail, "run-1");
  before.set("renameSync", () => fs.renameSync(path, join(path, "..", "reconcile.1.jsonl")));
  appendRun(trail, "run-2");
  expect(verdictsNextTo(path)).toEqual(["pass 1", "pass 1"]);
});

test("a new trail that is renamed by mistake keeps the run that another process has begun in it", () => {
  const path = newPath();
  const [left, right] = [new AuditTrail(path, 1), new AuditTrail(path, 1)];
  appendRun(left, "run-1");
  before.set("renameSync", () =>
    expect(right.append(attemptEvent({ run_id: "run-2" }))).toBeNull(),
  );
  appendRun(left, "run-3");
  expect(right.append(resultEvent({ run_id: "run-2" }))).toBeNull();
  expect(right.append(runEvent({ run_id: "run-2" }))).toBeNull();
  expect(verdictsNextTo(path)).toEqual(["pass 1", "pass 1", "pass 1"]);
});

test("a full trail that cannot be renamed is a failure with the error of the file system", () => {
  const path = newPath();
  const trail = new AuditTrail(path, 1);
  appendRun(trail, "run-1");
  before.set("renameSync", () => {
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  });
  expect(trail.append(attemptEvent({ run_id: "run-2" }))).toContain("EACCES");
  appendRun(trail, "run-2");
  expect(verdictsNextTo(path)).toEqual(["pass 1", "pass 1"]);
});

test("a line that another process tears just before the write does not take this line with it", () => {
  const path = newPath();
  const trail = new AuditTrail(path);
  expect(trail.append(attemptEvent())).toBeNull();
  before.set("writeSync", () => fs.appendFileSync(path, '{"action":"torn'));
  expect(trail.append(resultEvent())).toBeNull();
  const [attempt, result] = [canonicalJson(attemptEvent()), canonicalJson(resultEvent())];
  expect(fs.readFileSync(path, "utf8").split("\n")).toEqual([
    attempt,
    `{"action":"torn${result}`,
    result,
    "",
  ]);
});

test("a line of another process just before the write stays a line of its own", () => {
  const path = newPath();
  const trail = new AuditTrail(path);
  const other = `${canonicalJson(runEvent({ run_id: "other" }))}\n`;
  for (const event of completeRun) {
    before.set("writeSync", () => fs.appendFileSync(path, other));
    expect(trail.append(event)).toBeNull();
  }
  expect(fs.readFileSync(path, "utf8")).toBe(
    completeRun.map((event) => `${other}${canonicalJson(event)}\n`).join(""),
  );
});

test.each([0, 1, 50])(
  "a line of which the disk takes %i bytes is a failure, and its run continues in its own file",
  (bytes) => {
    const path = newPath();
    const trail = new AuditTrail(path, 1);
    expect(trail.append(attemptEvent())).toBeNull();
    partial.bytes = bytes;
    expect(trail.append(resultEvent())).toContain(`only ${bytes} bytes of a line were written`);
    expect(trail.append(resultEvent())).toBeNull();
    expect(trail.append(runEvent())).toBeNull();
    expect(verdictsNextTo(path)).toEqual([bytes === 0 ? "pass 1" : "inconclusive 1"]);
  },
);

test("the folder of a new trail is synced once, and the file after every line", () => {
  const trail = new AuditTrail(newPath());
  synced.files = 0;
  expect(trail.append(runEvent())).toBeNull();
  expect(synced.files).toBe(2);
  expect(trail.append(runEvent({ run_id: "run-2" }))).toBeNull();
  expect(synced.files).toBe(3);
});
