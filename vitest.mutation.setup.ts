/** After a failed test no further file is loaded, because loading costs more than most tests. */
import { afterEach } from "vitest";

const mark = Symbol.for("a test failed");

if (Reflect.has(globalThis, mark)) throw new Error("a test of an earlier file failed");

afterEach(({ task }) => {
  if (task.result?.state === "fail") Reflect.set(globalThis, mark, true);
});
