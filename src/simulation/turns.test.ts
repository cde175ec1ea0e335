import { expect, test } from "vitest";
import { Turns, type Instance } from "./turns.ts";

/** Both make so many interactions; the result has the instance of each, in order. */
async function orderOf(turns: readonly number[], interactions: readonly [number, number]) {
  const order: Instance[] = [];
  const switches: Instance[] = [];
  const shared = new Turns(turns, (active) => switches.push(active));
  const run = async (instance: Instance) => {
    for (let made = 0; made < interactions[instance]; made += 1) {
      await shared.next(instance);
      order.push(instance);
    }
    shared.end(instance);
  };
  await Promise.all([run(0), run(1)]);
  return { order: order.join(""), switches: switches.join("") };
}

test("without turns the first instance runs to its end, then the second one", async () => {
  expect(await orderOf([], [3, 2])).toEqual({ order: "00011", switches: "01" });
});

test("each instance goes on for its turn, and after the last turn the next one runs to its end", async () => {
  expect(await orderOf([1], [3, 2])).toEqual({ order: "01100", switches: "010" });
  expect(await orderOf([2, 1], [3, 2])).toEqual({ order: "00101", switches: "0101" });
  expect(await orderOf([1, 1, 1, 1], [4, 4])).toEqual({ order: "01010011", switches: "010101" });
});

test("a turn that is longer than the run ends with it", async () => {
  expect(await orderOf([9, 1], [2, 2])).toEqual({ order: "0011", switches: "01" });
  expect(await orderOf([1, 9], [2, 2])).toEqual({ order: "0110", switches: "010" });
});

test("an interaction that cannot wait counts, and the other instance goes on at the next one", async () => {
  const order: string[] = [];
  const turns = new Turns([2], () => undefined);
  const first = async () => {
    await turns.next(0);
    turns.count();
    turns.count();
    order.push("first");
    await turns.next(0);
    order.push("first again");
    turns.end(0);
  };
  const second = async () => {
    await turns.next(1);
    order.push("second");
    turns.end(1);
  };
  await Promise.all([first(), second()]);
  expect(order).toEqual(["first", "second", "first again"]);
});

test("two waits of one instance at a time both end when it goes on", async () => {
  const turns = new Turns([1], () => undefined);
  const ended: number[] = [];
  await turns.next(0);
  const waits = [1, 2].map(async (number) => {
    await turns.next(0);
    ended.push(number);
  });
  await turns.next(1);
  expect(ended).toEqual([]);
  turns.end(1);
  await Promise.all(waits);
  expect(ended).toEqual([1, 2]);
});
