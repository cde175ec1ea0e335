import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attemptEvent, completeRun, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { canonicalJson } from "./canonical-json.ts";
import { AuditTrail } from "./trail.ts";
import { verifyTrail } from "./verify.ts";

const newPath = () => join(temporaryFolder(), "audit", "reconcile.jsonl");
const read = (path: string) => readFileSync(path, "utf8");

function appendRun(trail: AuditTrail, runId: string): void {
  for (const event of completeRun) expect(trail.append({ ...event, run_id: runId })).toBeNull();
}

test("each event is one line with sorted keys and no spaces, on disk when append returns", () => {
  const path = newPath();
  const trail = new AuditTrail(path);
  expect(trail.append(resultEvent())).toBeNull();
  expect(read(path)).toBe(
    '{"client_order_id":"grinder_grid_BTCUSDT_1_1704067100_1","error_code":null,' +
      '"error_message":null,"event_type":"REMEDIATE_RESULT","kind":"cancel","mode":"live",' +
      '"run_id":"run-1","schema_version":1,"sequence":1,"status":"executed","symbol":"BTCUSDT",' +
      '"ts_ms":1704067200000}\n',
  );
});

test("a trail is append-only", () => {
  const path = newPath();
  appendRun(new AuditTrail(path), "run-1");
  const before = read(path);
  appendRun(new AuditTrail(path), "run-2");
  expect(read(path).startsWith(before)).toBe(true);
  expect(verifyTrail(readFileSync(path))).toMatchObject({ verdict: "pass", runs: 2 });
});

test("secrets do not reach the disk", () => {
  const path = newPath();
  new AuditTrail(path).append(resultEvent({ error_message: "GET /x?signature=abc" }));
  expect(read(path)).toContain("signature=[REDACTED]");
});

test("two writers with interleaved runs lose and mix nothing", () => {
  const path = newPath();
  const [left, right] = [new AuditTrail(path), new AuditTrail(path)];
  for (let round = 0; round < 20; round += 1) {
    for (const event of completeRun) {
      expect(left.append({ ...event, run_id: `left-${round}` })).toBeNull();
      expect(right.append({ ...event, run_id: `right-${round}` })).toBeNull();
    }
  }
  expect(verifyTrail(readFileSync(path))).toMatchObject({ verdict: "pass", runs: 40, lines: 120 });
});

const earlier = canonicalJson(attemptEvent({ run_id: "run-0" }));
const torn = (text: string) => `${earlier}\n${text}`;

test.each([
  ["after complete lines", torn('{"action":"can')],
  ["as the only line", '{"client_or'],
  ["of one byte", "{"],
  ["of two bytes", '{"'],
  ["of two torn events", '{"client_or{"action":"can'],
  ["without its newline only", earlier],
  ["ending inside a multi-byte character", Buffer.from(torn('{"action":"ü')).subarray(0, -1)],
  ["longer than one read", torn(`{"action":"${"y".repeat(200_000)}`)],
])("a torn line %s stays whole, and the next event has a line of its own", (_, text) => {
  const path = newPath();
  mkdirSync(join(path, ".."));
  writeFileSync(path, text);
  appendRun(new AuditTrail(path), "run-1");
  const [first, ...rest] = completeRun.map(
    (event) => `${canonicalJson({ ...event, run_id: "run-1" })}\n`,
  );
  // The first event follows the torn bytes, and is written a second time.
  const appended = Buffer.from([first, first, ...rest].join(""));
  expect(readFileSync(path).equals(Buffer.concat([Buffer.from(text), appended]))).toBe(true);
  expect(readdirSync(join(path, ".."))).toEqual(["reconcile.jsonl"]);
  const { broken, unfinished } = verifyTrail(readFileSync(path));
  expect({ broken, torn: unfinished[0]?.message }).toEqual({
    broken: [],
    torn: expect.stringMatching(/^torn line: \d+ bytes/),
  });
});

test("a line that another process tears during a run stays whole, and the run goes on behind it", () => {
  const path = newPath();
  const trail = new AuditTrail(path);
  for (const event of completeRun) {
    expect(trail.append(event)).toBeNull();
    appendFileSync(path, '{"action":"torn');
  }
  appendRun(trail, "run-2");
  const verdict = verifyTrail(readFileSync(path));
  expect(verdict).toMatchObject({ verdict: "inconclusive", runs: 2, attempts: 2, broken: [] });
  expect(verdict.unfinished.map(({ line }) => line)).toEqual([2, 4, 6]);
  expect(read(path).match(/\{"action":"torn\{/g)).toHaveLength(3);
});

test("a run that starts with a full trail starts a new file, and each run is in one file", () => {
  const path = newPath();
  const trail = new AuditTrail(path, 1_000);
  for (let run = 0; run < 10; run += 1) appendRun(trail, `run-${run}`);
  const names = readdirSync(join(path, ".."));
  expect(names.length).toBeGreaterThan(3);
  const verdicts = names.map((name) => verifyTrail(readFileSync(join(path, "..", name))));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(names.map(() => "pass"));
  expect(verdicts.reduce((sum, { runs }) => sum + runs, 0)).toBe(10);
});

test("a writer finishes its run in a file that another writer has renamed", () => {
  const path = newPath();
  const [slow, fast] = [new AuditTrail(path, 1_000), new AuditTrail(path, 1_000)];
  expect(slow.append(attemptEvent({ run_id: "slow" }))).toBeNull();
  appendRun(fast, "fast-1");
  appendRun(fast, "fast-2");
  expect(slow.append(resultEvent({ run_id: "slow" }))).toBeNull();
  expect(slow.append(runEvent({ run_id: "slow" }))).toBeNull();
  const texts = readdirSync(join(path, "..")).map((name) => read(join(path, "..", name)));
  expect(texts.map((text) => verifyTrail(Buffer.from(text)).verdict)).toEqual(["pass", "pass"]);
});

test("each event that cannot be written returns the reason, and append never throws", () => {
  const path = newPath();
  mkdirSync(path, { recursive: true });
  const trail = new AuditTrail(path);
  for (const event of completeRun) expect(trail.append(event)).toContain("EISDIR");
});

test("a folder that cannot be created is the reason", () => {
  const file = join(temporaryFolder(), "file");
  appendFileSync(file, "");
  const path = join(file, "reconcile.jsonl");
  expect(new AuditTrail(path).append(runEvent())).toContain("cannot write");
  expect(existsSync(path)).toBe(false);
});

test("a file that is not a trail is not changed", () => {
  const path = join(temporaryFolder(), "precious.json");
  const precious = '{"precious": true}';
  writeFileSync(path, precious);
  expect(new AuditTrail(path).append(runEvent())).toContain("is no audit trail");
  expect(read(path)).toBe(precious);
  expect(readdirSync(join(path, ".."))).toEqual(["precious.json"]);
});

test("a path below a folder that cannot be created fails at once", () => {
  expect(new AuditTrail("/proc/none/such/reconcile.jsonl").append(runEvent())).toContain("ENOENT");
});

test("a trail that is removed during a run is a failure, and the next run creates it again", () => {
  const path = newPath();
  const trail = new AuditTrail(path);
  expect(trail.append(attemptEvent())).toBeNull();
  rmSync(join(path, ".."), { recursive: true });
  expect(trail.append(resultEvent())).toContain("the file was removed during the run");
  appendRun(trail, "run-2");
  expect(verifyTrail(readFileSync(path))).toMatchObject({ verdict: "pass", runs: 1 });
});

test.skipIf(!existsSync("/dev/null"))("a device that keeps nothing is no trail", () => {
  expect(new AuditTrail("/dev/null").append(runEvent())).toContain("does not contain the line");
});

test("an earlier run does not continue in a file that is no trail", () => {
  const path = newPath();
  const trail = new AuditTrail(path);
  expect(trail.append(attemptEvent())).toBeNull();
  renameSync(path, `${path}.old`);
  writeFileSync(path, "precious");
  expect(trail.append(runEvent({ run_id: "run-2" }))).toContain("is no audit trail");
  expect(trail.append(resultEvent())).toContain("is no audit trail");
  expect(read(path)).toBe("precious");
});

test("a message is redacted before it is truncated, so that no part of a secret is left", () => {
  const path = newPath();
  const message = `${"x ".repeat(235)}${"k".repeat(64)} and ${"y ".repeat(300)}`;
  new AuditTrail(path).append(resultEvent({ error_message: message }));
  expect(read(path)).not.toContain("kkk");
  expect(verifyTrail(readFileSync(path)).broken[0]?.message).toContain("without an attempt");
});

const countNextTo = (path: string) => readdirSync(join(path, "..")).length;

test("a trail at the limit is renamed, and one a byte below it is not", () => {
  const [full, almost] = [newPath(), newPath()];
  for (const path of [full, almost]) appendRun(new AuditTrail(path), "run-1");
  const { length } = readFileSync(full);
  appendRun(new AuditTrail(full, length), "run-2");
  appendRun(new AuditTrail(almost, length + 1), "run-2");
  expect([countNextTo(full), countNextTo(almost)]).toEqual([2, 1]);
});

test("the folders of a trail are created, or the reason is returned", () => {
  const path = join(temporaryFolder(), "a", "b", "c", "trail.jsonl");
  expect(new AuditTrail(path).append(runEvent())).toBeNull();
  expect(existsSync(path)).toBe(true);
  const below = join(path, "x", "trail.jsonl");
  expect(new AuditTrail(below).append(runEvent())).toMatch(/^cannot write .*: ENOTDIR: .*mkdir/);
});

test.skipIf(!existsSync("/proc/self/fd"))("a closed writer keeps no file open", () => {
  const before = countNextTo("/proc/self/fd/0");
  for (let run = 1; run <= 20; run += 1) {
    const trail = new AuditTrail(newPath());
    appendRun(trail, `run-${run}`);
    trail.close();
    trail.close();
  }
  expect(countNextTo("/proc/self/fd/0") - before).toBeLessThan(10);
});

test.skipIf(!existsSync("/proc/self/fd"))("a writer keeps no file open that it refuses", () => {
  const path = newPath();
  mkdirSync(join(path, ".."));
  writeFileSync(path, "precious");
  const trail = new AuditTrail(path);
  const before = countNextTo("/proc/self/fd/0");
  for (let run = 1; run <= 20; run += 1) expect(trail.append(runEvent())).not.toBeNull();
  expect(countNextTo("/proc/self/fd/0") - before).toBeLessThan(10);
});
