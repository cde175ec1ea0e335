import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { notSimulated } from "./not-simulated.ts";

test("the README lists what is not simulated, in the same order", () => {
  const readme = readFileSync(join(packageRoot, "README.md"), "utf8");
  const [, section = ""] = readme.split("No scenario has these parts:");
  const [parts = ""] = section.split(".\n");
  const listed = parts.replaceAll("\n", " ").trim().split("; ");
  expect(listed).toEqual(notSimulated);
});
