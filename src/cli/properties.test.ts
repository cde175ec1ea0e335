import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { knownProperties, wireProperties } from "../../properties/wire/all.ts";
import { runCli } from "../test-fixtures/run-cli.ts";

test("properties lists each property with its rules and statement", () => {
  const { stdout, exitCode } = runCli(["properties"]);
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(2 * knownProperties.length);
  expect(stdout).toContain("limits-hold  money, rules R");
});

test.each(allProperties.map(({ name }) => name))(
  "properties %s shows its rules and the failure of a planted bug",
  (name) => {
    const { stdout, stderr, exitCode } = runCli(["properties", name]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(new RegExp(`^FAIL {2}${name} / `, "m"));
    expect(stdout).toMatch(/^ {2}R\d+ +(?:safety|policy) {2}/m);
    expect(stdout).toContain("step by step:".slice(1));
  },
);

test.each(wireProperties.map(({ name }) => name))(
  "properties %s shows its rules and a planted bug of a bot on the wire",
  (name) => {
    const { stdout, stderr, exitCode } = runCli(["properties", name]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(new RegExp(`^A bot on the wire with .* fails ${name}/`, "m"));
    expect(stdout).toMatch(/without the bug:\n {4}\S[^]*with it:\n {4}\S/);
  },
);

test("properties --json has the same as data", () => {
  const listed: unknown = JSON.parse(runCli(["properties", "--json"]).stdout);
  expect(listed).toHaveLength(knownProperties.length);
  const one: unknown = JSON.parse(runCli(["properties", "limits-hold", "--json"]).stdout);
  expect(listed).toContainEqual(one);
  expect(one).toMatchObject({ name: "limits-hold", severity: "money" });
});

test("a pattern lists the properties that it fits", () => {
  const { stdout } = runCli(["properties", "audit-*"]);
  expect(stdout.match(/^audit-\S+/gm)).toHaveLength(2);
  expect(JSON.parse(runCli(["properties", "audit-*", "--json"]).stdout)).toHaveLength(2);
});

test("an unknown property is refused with a suggestion", () => {
  const { stdout, stderr, exitCode } = runCli(["properties", "limit-hold"]);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
  expect(stderr).toContain("did you mean limits-hold?");
});
