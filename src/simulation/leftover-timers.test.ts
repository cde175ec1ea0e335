import { expect, test } from "vitest";
import { LeftoverTimers } from "./leftover-timers.ts";

/** Starts timers of a case, drains them, and lists what ran before the end. */
async function ranIn(start: (ran: string[]) => void): Promise<string[]> {
  const timers = new LeftoverTimers();
  const ran: string[] = [];
  start(ran);
  await timers.drain();
  return ran;
}

const after = (ms: number, ran: string[]) =>
  setTimeout(() => {
    ran.push(`${ms} ms`);
  }, ms);

test("microtasks, immediates and the immediates that they start run", async () => {
  const ran = await ranIn((list) => {
    void Promise.resolve().then(() => list.push("microtask"));
    setImmediate(() => {
      list.push("immediate");
      setImmediate(() => {
        list.push("its immediate");
        setImmediate(() => list.push("the immediate of that"));
      });
    });
  });
  expect(ran).toEqual(["microtask", "immediate", "its immediate", "the immediate of that"]);
});

test("a timer runs, and the timer and immediate that it starts", async () => {
  const ran = await ranIn((list) => {
    setTimeout(() => {
      list.push("timer");
      setImmediate(() => list.push("its immediate"));
      after(5, list);
    }, 10);
  });
  expect(ran).toEqual(["timer", "its immediate", "5 ms"]);
});

test("a timer that is due later than the longest wait does not run, and is not waited for", async () => {
  let late: ReturnType<typeof after> | undefined;
  const ran = await ranIn((list) => {
    late = after(100_000, list);
    after(20, list);
  });
  expect(ran).toEqual(["20 ms"]);
  clearTimeout(late);
});

test("a timer that was cleared does not run, and a case without timers has nothing to wait for", async () => {
  expect(await ranIn((list) => clearTimeout(after(5, list)))).toEqual([]);
  expect(await ranIn(() => undefined)).toEqual([]);
});

test("an endless chain of immediates ends", async () => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  await ranIn(() => setImmediate(turn));
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(100);
});

test("a case whose timers end early does not end those of another case", async () => {
  const [first, second] = [new LeftoverTimers(), new LeftoverTimers()];
  await first.drain();
  const ran: string[] = [];
  after(10, ran);
  await second.drain();
  expect(ran).toEqual(["10 ms"]);
});

function block(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

test("immediates that are pending when the longest wait ends still run", async () => {
  const ran = await ranIn((list) => {
    const turn = () => {
      block(2);
      list.push("turn");
      if (list.length < 10) setImmediate(turn);
    };
    setTimeout(() => {
      block(120);
      setImmediate(turn);
    }, 1);
  });
  expect(ran).toHaveLength(10);
});
