import { expect, test } from "vitest";
import { VersionedMap } from "./versioned-map.ts";

test("the values of an earlier time are those after the last change in its millisecond", () => {
  const map = new VersionedMap<string>();
  map.seed("a", "a0");
  map.set("b", "b1", 1);
  map.set("a", "a2", 2);
  map.set("a", "a2 again", 2);
  map.set("b", "b3", 3);
  expect(map.values()).toEqual(["a2 again", "b3"]);
  expect([0, 1, 2, 3, 4].map((atMs) => map.valuesAsOf(atMs))).toEqual([
    ["a0"],
    ["a0", "b1"],
    ["a2 again", "b1"],
    ["a2 again", "b3"],
    ["a2 again", "b3"],
  ]);
  expect([map.get("a"), map.get("c")]).toEqual(["a2 again", undefined]);
  const asOf = (key: string) => [0, 1, 2, 3, 4].map((atMs) => map.getAsOf(key, atMs));
  expect(asOf("a")).toEqual(["a0", "a0", "a2 again", "a2 again", "a2 again"]);
  expect(asOf("b")).toEqual([undefined, "b1", "b1", "b3", "b3"]);
});
