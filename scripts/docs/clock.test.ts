/** The clocks in docs/protocol.md run: each reads the time of every kind of message. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";

const document = readFileSync(join(packageRoot, "docs", "protocol.md"), "utf8");

function blockOf(language: string): string {
  const [, block = ""] = document.split(`\n\`\`\`${language}\n`);
  return block.split("\n```\n")[0] ?? "";
}

const messages = JSON.stringify([
  { params: { nowMs: 1 } },
  { id: "c", result: { status: "accepted", nowMs: 2 } },
  { id: "c", error: { code: -32_000, message: "it broke", data: { nowMs: 3 } } },
  { params: { protocolVersion: 2 } },
]);

const at = (ms: number) => `1970-01-01T00:00:00.00${ms}+00:00\n`;

test("the clock in Python", () => {
  const use = `
import json
clock = Clock()
for message in json.loads('${messages}'):
    clock.read(message)
    print(clock.now().isoformat(timespec="milliseconds"))
`;
  const printed = execFileSync("python3", ["-c", blockOf("python") + use], { encoding: "utf8" });
  expect(printed).toBe(at(1) + at(2) + at(3) + at(3));
});

test("the clock in JavaScript", () => {
  const use = `
const clock = new Clock();
for (const message of ${messages}) {
  clock.read(message);
  console.log(clock.now().getTime());
}`;
  const printed = execFileSync(process.execPath, ["-e", blockOf("js") + use], { encoding: "utf8" });
  expect(printed).toBe("1\n2\n3\n3\n");
});
