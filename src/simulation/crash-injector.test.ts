import { expect, test } from "vitest";
import { CrashInjector, processCrashed } from "./crash-injector.ts";

test("without a scheduled crash every interaction survives", () => {
  const injector = new CrashInjector();
  expect(injector.isCrashScheduled()).toBe(false);
  expect([injector.onInteraction(), injector.onInteraction()]).toEqual(["survives", "survives"]);
  expect(injector.hasCrashed).toBe(false);
});

test.each([
  [0, true, ["crash-after", "crash-before", "crash-before"]],
  [0, false, ["crash-before", "crash-before", "crash-before"]],
  [1, true, ["survives", "crash-after", "crash-before"]],
  [2, false, ["survives", "survives", "crash-before"]],
])("after %i interactions the next one is applied: %s", (after, applied, effects) => {
  const injector = new CrashInjector();
  injector.scheduleCrash(after, applied);
  expect(injector.isCrashScheduled()).toBe(true);
  expect(effects.map(() => injector.onInteraction())).toEqual(effects);
  expect(injector.hasCrashed).toBe(true);
});

const never = () => new Promise<string>(() => undefined);
const onCrash = () => "crashed";

test("a run ends with its result, with the crash, or with its own error", async () => {
  const injector = new CrashInjector();
  injector.scheduleCrash(0, true);
  expect(await injector.runUntilCrash(() => Promise.resolve("done"), onCrash)).toBe("done");
  const failing = injector.runUntilCrash(() => Promise.reject(new Error("boom")), onCrash);
  await expect(failing).rejects.toThrow("boom");
  const thrown = injector.runUntilCrash<string>(() => {
    throw new Error("at once");
  }, onCrash);
  await expect(thrown).rejects.toThrow("at once");
  const waiting = injector.runUntilCrash(never, onCrash);
  injector.onInteraction();
  expect(await waiting).toBe("crashed");
  const afterCrash = injector.runUntilCrash(() => Promise.reject(processCrashed), onCrash);
  expect(await afterCrash).toBe("crashed");
});

test("the error of a crash names it, and cannot be changed", () => {
  const { name, message } = processCrashed;
  expect({ name, message }).toEqual({
    name: "ProcessCrashedError",
    message: "the process crashed",
  });
  expect(Object.isFrozen(processCrashed)).toBe(true);
});
