import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "../test-fixtures/run-cli.ts";
import { hashFile, sha256 } from "./hashed-file.ts";

test("a path names a file from the root, and an absolute one names it alone", () => {
  const folder = folderWith({ "bot.mjs": "a bot" });
  const absolute = join(folder, "bot.mjs");
  const hash = sha256("a bot");
  expect(hashFile("bot.mjs", folder)).toEqual({ path: "bot.mjs", sha256: hash });
  expect(hashFile(absolute)).toEqual({ path: absolute, sha256: hash });
});
