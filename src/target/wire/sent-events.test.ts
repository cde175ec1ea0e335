/** An event counts for a run from the moment at which it is sent. The stream of the bot in this process is a real one. */
import { expect, test } from "vitest";
import { withStreamFaults } from "../../../properties/arbitraries/stream-faults.ts";
import { withTwoOrders } from "../../../properties/enumeration/on-wire.ts";
import { withTwoFills } from "../../../properties/enumeration/streams-on-wire.ts";
import { permittedRemediationsAreExecuted } from "../../../properties/permitted-remediations-are-executed.ts";
import { runsThatKnewMore } from "../../../properties/view/known-changes.ts";
import { updatesInRuns } from "../../../properties/view/updates-in-runs.ts";
import { quietStreamIsNotAgreement } from "../../../properties/wire/quiet-stream-is-not-agreement.ts";
import type { StreamFault } from "../../domain/stream-fault.ts";
import { judgeCase } from "../../fuzz/judge-case.ts";
import { withDuring, type Scenario } from "../../scenario/scenario.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { startStreamingBot, type Bot } from "../../test-fixtures/streaming-bot.ts";

const [first, second] = withTwoOrders.exchange.orders;
if (first === undefined || second === undefined) throw new Error("there are two orders");
const { clientOrderId, symbol } = second;

/** After the cancel of the first order, which is event 1, the exchange ends the second one. */
const whichEnds: Scenario = {
  ...withTwoOrders,
  steps: withTwoOrders.steps.map((step) => {
    const end = { kind: "cancel-by-exchange", clientOrderId, symbol } as const;
    return step.kind === "reconcile" ? { ...step, during: [{ afterCall: 1, step: end }] } : step;
  }),
};

const openOrders = "/fapi/v1/openOrders";

async function cancelFirst({ ask }: Bot): Promise<void> {
  await ask("GET", openOrders);
  await ask("DELETE", "/fapi/v1/order", { symbol, origClientOrderId: first?.clientOrderId });
}

const missing = { kind: "fail", check: "missing-remediation" };
const known = {
  kind: "discarded",
  reason:
    "every run was refused, or its requests are unknown, or a later list, event or query showed a change",
};

test.each<[string, (bot: Bot) => Promise<unknown>, (bot: Bot) => Promise<unknown>, object]>([
  ["reads of no change", async () => {}, async () => {}, missing],
  ["reads the list again", async () => {}, async ({ ask }) => ask("GET", openOrders), known],
  ["gets the event", async ({ open }) => open(), async () => {}, known],
])(
  "a run that leaves out a cancel after the order has ended, and %s",
  async (_, before, after, expected) => {
    const { target } = await startStreamingBot(async (bot) => {
      await before(bot);
      await cancelFirst(bot);
      await after(bot);
    });
    const { verdicts } = await judgeCase(whichEnds, target, [permittedRemediationsAreExecuted]);
    expect(verdicts).toMatchObject([expected]);
  },
);

test.each<[string, (bot: Bot) => Promise<unknown>, object]>([
  ["reads no list again", async () => {}, missing],
  ["gets the event", async ({ open }) => open(), known],
  // The last lists before the first port call judge the run: the order is not in them.
  ["reads the list again", async ({ ask }) => ask("GET", openOrders), { kind: "pass" }],
])(
  "a run that leaves out a cancel, whose order ends after the first read, and that %s",
  async (_, before, expected) => {
    const { target } = await startStreamingBot(async (bot) => {
      await before(bot);
      await cancelFirst(bot);
    });
    const steps = whichEnds.steps.map((step) =>
      step.kind === "reconcile"
        ? withDuring(
            step,
            step.during?.map((one) => ({ ...one, afterCall: 0, afterRead: "orders" })),
          )
        : step,
    );
    const scenario = { ...whichEnds, steps };
    const { verdicts } = await judgeCase(scenario, target, [permittedRemediationsAreExecuted]);
    expect(verdicts).toMatchObject([expected]);
  },
);

test.each<[StreamFault["kind"][], object]>([
  [["duplicate"], known],
  [["delay"], known],
  [["reorder"], known],
  [["duplicate", "delay"], missing],
  [["duplicate", "reorder"], missing],
  [["duplicate", "drop"], missing],
  [["duplicate", "silence"], missing],
  [["duplicate", "close"], missing],
  [["duplicate", "expire"], missing],
  [["delay", "close"], missing],
  [["silence"], missing],
  [["silence", "duplicate"], missing],
  [["close"], missing],
  [["expire"], missing],
])("with %j no cancel is due after an event of its order was sent", async (kinds, expected) => {
  const { target } = await startStreamingBot(async (bot) => {
    await bot.open();
    await cancelFirst(bot);
  });
  const faults = kinds.map((kind, at) => ({ event: at + 1, kind }));
  const scenario = withStreamFaults(whichEnds, faults);
  const { verdicts } = await judgeCase(scenario, target, [permittedRemediationsAreExecuted]);
  expect(verdicts).toMatchObject([expected]);
});

/** Which events were sent: run and number of each, and then the run and the port calls before. */
async function sentIn(scenario: Scenario, run: (bot: Bot, index: number) => Promise<void>) {
  const { target } = await startStreamingBot(run);
  const observed = await runScenario(scenario, target);
  const events = observed.streamEvents.filter(({ event }) => event > 0);
  const sent = events.map(({ run: at, event, sent: when }) => [
    `${at}.${event}`,
    when === null ? null : `${when.run} after ${when.portCallsBefore}`,
  ]);
  const updates = updatesInRuns({ scenario, observation: observed });
  return { sent, events, updates: updates.map(({ run: at, afterCall }) => [at, afterCall]) };
}

test.each([
  ["delay", "1 after 0"],
  ["reorder", "1 after 0"],
  ["drop", null],
  ["silence", null],
  ["expire", null],
  ["close", null],
] as const)("the last event of a run with the fault %s is sent: %s", async (kind, expected) => {
  const [snapshot, run] = withTwoOrders.steps;
  if (snapshot === undefined || run?.kind !== "reconcile") throw new Error("there is a run");
  const faulty = { ...run, streamFaults: [{ event: 1, kind }] };
  const scenario = { ...withTwoOrders, steps: [snapshot, faulty, snapshot, run] };
  const seen = await sentIn(scenario, async (bot, index) => {
    if (index > 0) return;
    await bot.open();
    await cancelFirst(bot);
  });
  expect(seen.sent).toEqual([["0.1", expected]]);
  expect(seen.updates).toEqual(expected === null ? [] : [[1, 0]]);
});

test("with another listenKey the old connection gets no event", async () => {
  const expired = withStreamFaults(withTwoOrders, [{ event: 0, kind: "expire" }]);
  for (const [isOpenedAgain, expected] of [
    [false, null],
    [true, "0 after 1"],
  ] as const) {
    const { sent } = await sentIn(expired, async (bot) => {
      await bot.open();
      if (isOpenedAgain) await bot.open();
      else await bot.ask("POST", "/fapi/v1/listenKey");
      await cancelFirst(bot);
    });
    expect(sent).toEqual([["0.1", expected]]);
  }
});

test("an event shows the order of its moment, also where it has changed again since", async () => {
  const { exchange, steps } = withTwoFills;
  const [snapshot, run] = steps;
  const [order] = exchange.orders;
  if (snapshot === undefined || run?.kind !== "reconcile" || order === undefined) {
    throw new Error("there is a run and an order");
  }
  const name = { clientOrderId: order.clientOrderId, symbol: order.symbol };
  const [fill] = run.during ?? [];
  if (fill?.step.kind !== "fill-order") throw new Error("there is a fill");
  const cancel = { kind: "cancel-by-exchange", ...name } as const;
  const plain = { kind: "reconcile" } as const;
  const between = [snapshot, plain, fill.step, cancel, snapshot, plain];
  const { events } = await sentIn({ ...withTwoFills, steps: between }, async (bot, index) => {
    if (index === 0) await bot.open();
  });
  const updates = events.flatMap(({ update }) => (update === null ? [] : [update]));
  expect(updates.map(({ status, filledQuantity }) => [status, filledQuantity])).toEqual([
    ["PARTIALLY_FILLED", "0.001"],
    ["CANCELLED", "0.001"],
  ]);
  // By the clock of the scenario, and not by that of the machine.
  const hourMs = 3_600_000;
  const late = updates.filter(
    (one) => Math.abs(one.updatedAtMs - withTwoFills.startsAtMs) > hourMs,
  );
  expect(late).toEqual([]);
});

test("a reordered event is sent after the next one of its type, not before", async () => {
  const seen: unknown[] = [];
  const { target } = await startStreamingBot(async (bot) => {
    const client = await bot.open();
    await bot.ask("GET", openOrders);
    seen.push(...(await client.arrived()));
  });
  await runScenario(withStreamFaults(withTwoFills, [{ event: 2, kind: "reorder" }]), target);
  const names = (seen as { e: string; o?: { X: string } }[]).map(({ e, o }) => o?.X ?? e);
  const [filled, position] = ["FILLED", "ACCOUNT_UPDATE"];
  const fill = ["TRADE_LITE", filled, "PARTIALLY_FILLED", position];
  expect(names).toEqual(["TRADE_LITE", position, ...fill]);
});

test("what happened before the first list does not excuse a run that leaves out a remediation", async () => {
  const { target } = await startStreamingBot(async (bot) => {
    await bot.open();
    await bot.ask("GET", openOrders);
  });
  const steps = whichEnds.steps.map((step) =>
    step.kind === "reconcile" && step.during !== undefined
      ? { ...step, during: step.during.map((one) => ({ ...one, afterCall: 0 })) }
      : step,
  );
  const scenario = { ...whichEnds, steps };
  const { verdicts } = await judgeCase(scenario, target, [permittedRemediationsAreExecuted]);
  expect(verdicts).toMatchObject([missing]);
});

test("an event of a step of an earlier run shows nothing of a step of this one", async () => {
  const { target } = await startStreamingBot(async (bot) => {
    await bot.open();
    await cancelFirst(bot);
  });
  const observed = await runScenario(whichEnds, target);
  const own = observed.streamEvents.find(({ innerStep }) => innerStep !== null);
  const inner = observed.trace.find((entry) => entry.inner !== undefined);
  if (own === undefined || inner === undefined) throw new Error("there is a step in the run");
  const again = { ...inner, place: inner.place + whichEnds.steps.length, runsBefore: 2 };
  const scenario = { ...whichEnds, steps: [...whichEnds.steps, ...whichEnds.steps] };
  const knewMore = (run: number) => {
    const streamEvents = [{ ...own, run, sent: { run: 1, portCallsBefore: 0 } }];
    const observation = { ...observed, trace: [again], streamEvents };
    return [...runsThatKnewMore({ scenario, observation })];
  };
  expect(knewMore(0)).toEqual([]);
  expect(knewMore(1)).toEqual([1]);
});

test("a delayed event that was sent in the run is no loss of it", async () => {
  for (const [kind, loss] of [
    ["delay", ""],
    ["drop", "; its event 1 had the fault drop"],
  ] as const) {
    const { target } = await startStreamingBot(async (bot) => {
      await bot.open();
      for (const { clientOrderId: id } of withTwoOrders.exchange.orders) {
        await bot.ask("DELETE", "/fapi/v1/order", { symbol, origClientOrderId: id });
      }
    });
    const scenario = withStreamFaults(withTwoOrders, [{ event: 1, kind }]);
    const { verdicts } = await judgeCase(scenario, target, [quietStreamIsNotAgreement]);
    const actual = `it opened a user stream, and read no list${loss}`;
    expect(verdicts).toMatchObject([{ kind: "fail", violation: { actual } }]);
  }
});
