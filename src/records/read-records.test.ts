import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { folderWith } from "../test-fixtures/run-cli.ts";
import { parseLog, readRecords } from "./read-records.ts";

const textOf = (name: string) =>
  readFileSync(join(packageRoot, "examples", "records", name), "utf8");

test("trails are read in the order of their first events", () => {
  const lines = textOf("trail.jsonl").split("\n");
  const folder = folderWith({
    "new.jsonl": lines.slice(1).join("\n"),
    "old.jsonl": `${lines[0]}\nno event\n`,
  });
  const [later, earlier] = ["new.jsonl", "old.jsonl"].map((name) => join(folder, name));
  if (later === undefined || earlier === undefined) throw new Error("there are two files");
  const whole = readRecords({ trails: [join(packageRoot, "examples/records/trail.jsonl")] });
  const { events, unread } = readRecords({ trails: [later, earlier] });
  expect(events).toEqual(whole.events);
  expect(unread).toEqual([expect.stringMatching(/old\.jsonl:2: /)]);
  expect(readRecords({ trails: [earlier, later] }).events).toEqual(events);
});

test("lines of a log that are cut, or have an answer of another form, are left out and named", () => {
  const text = textOf("log.ndjson");
  const whole = parseLog(Buffer.from(text), "log");
  expect(whole.unread).toEqual([]);
  const other = '{"kind":"answer","runId":"x","results":1}\n{"kind":"ru';
  const { lines, unread } = parseLog(Buffer.from(text + other), "log");
  expect(lines).toEqual(whole.lines);
  const count = text.split("\n").length;
  expect(unread).toEqual([
    expect.stringContaining(`log:${count}: results: `),
    `log:${count + 1}: not JSON; the line was cut short`,
  ]);
  const last = '{"kind":"answer","runId":"x","results":[]}';
  expect(parseLog(Buffer.from(text + last), "log")).toEqual({
    lines: [...lines, { kind: "answer", runId: "x", results: [] }],
    unread: [],
  });
});
