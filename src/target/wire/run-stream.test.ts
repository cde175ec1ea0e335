/** What a bot with a user stream gets in its runs. The bot is a function in this process; its stream is a real one. */
import { expect, test } from "vitest";
import { withStreamFaults } from "../../../properties/arbitraries/stream-faults.ts";
import { withOrder, withPosition, withTwoOrders } from "../../../properties/enumeration/on-wire.ts";
import { withTwoFills } from "../../../properties/enumeration/streams-on-wire.ts";
import { quietStreamIsNotAgreement } from "../../../properties/wire/quiet-stream-is-not-agreement.ts";
import {
  describeStreamEvent,
  type RecordedStreamEvent,
  type StreamFault,
} from "../../domain/stream-fault.ts";
import { judgeCase } from "../../fuzz/judge-case.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import type { StreamClient } from "../../test-fixtures/stream-client.ts";
import { startStreamingBot, type Bot } from "../../test-fixtures/streaming-bot.ts";

const openOrders = "/fapi/v1/openOrders";

async function cancelAll({ ask }: Bot): Promise<void> {
  const rows = (await ask("GET", openOrders)) as { symbol: string; clientOrderId: string }[];
  for (const { symbol, clientOrderId } of rows) {
    await ask("DELETE", "/fapi/v1/order", { symbol, origClientOrderId: clientOrderId });
  }
}

/** The events that arrive, without names of orders. */
async function arrived(client: StreamClient): Promise<string[]> {
  const events = (await client.arrived()) as { e: string; o?: { X: string } }[];
  return events.map(({ e, o }) => (o === undefined ? e : `${e} ${o.X}`));
}

const wholeFill = ["TRADE_LITE", "ORDER_TRADE_UPDATE FILLED", "ACCOUNT_UPDATE"];
const partFill = ["TRADE_LITE", "ORDER_TRADE_UPDATE PARTIALLY_FILLED", "ACCOUNT_UPDATE"];

test("what happens within a run happens when the bot first asks for its account", async () => {
  const seen: unknown[] = [];
  const { target } = await startStreamingBot(async ({ ask, open }) => {
    const client = await open();
    seen.push(await arrived(client), await ask("GET", openOrders), await arrived(client));
  });
  const { targetError, trace, streamEvents } = await runScenario(withTwoFills, target);
  expect(targetError).toBe(null);
  expect(seen).toEqual([[], [], [...partFill, ...wholeFill]]);
  expect(trace.map(({ step, inner }) => [step.kind, inner])).toEqual([
    ["snapshot", undefined],
    ["fill-order", 0],
    ["fill-order", 1],
  ]);
  expect(streamEvents.map(({ event, update }) => [event, update?.filledQuantity])).toEqual([
    [0, undefined],
    [1, undefined],
    [2, "0.001"],
    [3, undefined],
    [4, undefined],
    [5, "0.002"],
    [6, undefined],
  ]);
});

test("it happens too where the bot asks for nothing", async () => {
  const { target } = await startStreamingBot(async () => {});
  const { trace } = await runScenario(withTwoFills, target);
  expect(trace.filter(({ step }) => step.kind === "fill-order")).toHaveLength(2);
});

test("what happens after a port call is an event after that of the call", async () => {
  const [first, second] = withTwoOrders.exchange.orders;
  if (first === undefined || second === undefined) throw new Error("there are two orders");
  const { clientOrderId, symbol } = second;
  const fill = { kind: "fill-order", clientOrderId, symbol, quantity: null } as const;
  const steps = withTwoOrders.steps.map((step) =>
    step.kind === "reconcile" ? { ...step, during: [{ afterCall: 1, step: fill }] } : step,
  );
  const seen: unknown[] = [];
  const { target } = await startStreamingBot(async (bot) => {
    const client = await bot.open();
    await bot.ask("GET", openOrders);
    const name = { symbol: first.symbol, origClientOrderId: first.clientOrderId };
    await bot.ask("DELETE", "/fapi/v1/order", name);
    seen.push(await arrived(client), await bot.ask("GET", openOrders));
  });
  const { streamEvents } = await runScenario({ ...withTwoOrders, steps }, target);
  expect(seen).toEqual([["ORDER_TRADE_UPDATE CANCELED", ...wholeFill], []]);
  const when = streamEvents.map(({ sent, innerStep }) => [sent?.portCallsBefore, innerStep]);
  expect(when).toEqual([[undefined, null], [1, null], ...[0, 0, 0].map((step) => [1, step])]);
});

test.each([
  ["drop", ["NEW", "TRADE_LITE", "ACCOUNT_UPDATE"]],
  ["duplicate", ["NEW", "TRADE_LITE", "FILLED", "FILLED", "ACCOUNT_UPDATE"]],
  ["delay", ["NEW", "TRADE_LITE", "FILLED", "ACCOUNT_UPDATE"]],
  ["silence", ["NEW", "TRADE_LITE"]],
  ["expire", ["NEW", "TRADE_LITE", "listenKeyExpired"]],
] as const)(
  "with the fault %s of the third event of a fill these arrive",
  async (kind, expected) => {
    const fault: StreamFault = { event: 3, kind };
    const seen: string[] = [];
    const { target } = await startStreamingBot(async ({ ask, open }) => {
      const client = await open();
      const order = { symbol: "BTCUSDT", side: "SELL", type: "MARKET", quantity: "0.001" };
      await ask("POST", "/fapi/v1/order", {
        ...order,
        reduceOnly: "true",
        newClientOrderId: "mine",
      });
      seen.push(...(await arrived(client)));
    });
    const { streamEvents } = await runScenario(withStreamFaults(withPosition, [fault]), target);
    expect(seen.map((event) => event.replace("ORDER_TRADE_UPDATE ", ""))).toEqual(expected);
    expect(streamEvents[3]).toMatchObject({ event: 3, fault: kind });
    const texts = streamEvents.map(describeStreamEvent);
    expect(texts[2]).toBe("TRADE_LITE BTCUSDT mine");
    expect(texts[3]).toMatch(/^ORDER_TRADE_UPDATE BTCUSDT mine FILLED is /);
  },
);

test.each(["close", "refuse-reconnect"] as const)(
  "with the fault %s the stream breaks as soon as it is open, once",
  async (kind) => {
    const seen: unknown[] = [];
    const { target } = await startStreamingBot(async ({ open }) => {
      const client = await open();
      seen.push(await client.closed);
      const again = await open().catch(() => open());
      again.socket.terminate();
    });
    const faults = withStreamFaults(withOrder, [{ event: 0, kind }]);
    const { requests } = await runScenario(faults, target);
    expect(seen).toEqual([1006]);
    const handshakes = requests.filter(
      ({ method, group }) => method === "GET" && group === "stream",
    );
    const refused = kind === "close" ? [] : [503];
    expect(handshakes.map(({ status }) => status)).toEqual([101, ...refused, 101]);
  },
);

const twice = (scenario: Scenario): Scenario => {
  return { ...scenario, steps: [...scenario.steps, ...scenario.steps] };
};

test("a stream stays in the next run, which has faults of its own, and ends with the scenario", async () => {
  let client: StreamClient | null = null;
  const seen: unknown[] = [];
  const { target, stream } = await startStreamingBot(async (bot, index) => {
    client ??= await bot.open();
    if (index === 1) await cancelAll(bot);
    seen.push(await arrived(client));
  });
  const [order] = withOrder.exchange.orders;
  if (order === undefined) throw new Error("there is an order");
  const { clientOrderId, symbol } = order;
  const fill = { kind: "fill-order", clientOrderId, symbol, quantity: null } as const;
  const [snapshot, run] = withTwoOrders.steps;
  if (snapshot === undefined || run?.kind !== "reconcile") throw new Error("there is a run");
  const faulty = { ...run, streamFaults: [{ event: 4, kind: "drop" }] } as const;
  const steps = [snapshot, run, fill, snapshot, faulty];
  const { streamEvents } = await runScenario({ ...withTwoOrders, steps }, target);
  expect(seen).toEqual([[], wholeFill]);
  expect(streamEvents.map(({ run: at, event, fault }) => [at, event, fault])).toEqual([
    [0, 0, null],
    [1, 0, null],
    [1, 1, null],
    [1, 2, null],
    [1, 3, null],
    [1, 4, "drop"],
  ]);
  expect(await (client as StreamClient | null)?.closed).toBe(1001);
  expect(stream.isOpen()).toBe(false);
});

test("silence and a refused handshake do not reach the next scenario", async () => {
  const seen: unknown[] = [];
  const { target } = await startStreamingBot(async (bot) => {
    const client = await bot.open();
    await cancelAll(bot);
    seen.push(await arrived(client).catch(() => "closed"));
  });
  for (const kind of ["silence", "refuse-reconnect"] as const) {
    await runScenario(withStreamFaults(withOrder, [{ event: 0, kind }]), target);
    await runScenario(withOrder, target);
  }
  const all = ["ORDER_TRADE_UPDATE CANCELED"];
  expect(seen).toEqual([[], all, expect.anything(), all]);
});

test("another scenario, and another process, has no stream of before", async () => {
  const { target, recorder } = await startStreamingBot(async (bot, index) => {
    if (index !== 1) await bot.open();
  });
  await runScenario(withOrder, target);
  expect((await runScenario(withOrder, target)).streamEvents).toEqual([]);
  const events: RecordedStreamEvent[][] = [];
  for (const isNew of [false, true]) {
    const reconcile: typeof target.reconcile = async (...all) => {
      if (isNew) recorder.stream.startProcess();
      return target.reconcile(...all);
    };
    const { streamEvents } = await runScenario(twice(withOrder), { ...target, reconcile });
    events.push([...streamEvents]);
  }
  const openings = events.map((some) => some.filter(({ event }) => event === 0).length);
  // Without another process the second run has the stream of the first one too.
  expect(openings).toEqual([3, 2]);
});

test.each<[string, StreamFault | null, (bot: Bot, index: number) => Promise<unknown>, string]>([
  ["is open", null, async () => {}, "it had a user stream, and read no list"],
  [
    "has ended",
    { event: 0, kind: "close" },
    async () => {},
    "it had a user stream, and read no list",
  ],
  ["is open, and reads a list", null, async ({ ask }) => ask("GET", openOrders), "pass"],
])("a run whose stream of an earlier run %s is judged", async (_, fault, later, expected) => {
  const { target } = await startStreamingBot(async (bot, index) => {
    if (index > 0) await later(bot, index);
    else {
      const client = await bot.open();
      await bot.ask("GET", openOrders);
      if (fault !== null) await client.closed;
    }
  });
  const [snapshot, run] = withOrder.steps;
  if (snapshot === undefined || run?.kind !== "reconcile") throw new Error("there is a run");
  const first = fault === null ? run : { ...run, streamFaults: [fault] };
  const scenario = { ...withOrder, steps: [snapshot, first, snapshot, run] };
  const { verdicts } = await judgeCase(scenario, target, [quietStreamIsNotAgreement]);
  const [verdict] = verdicts;
  const found = verdict?.kind === "fail" ? verdict.violation : { run: 2, actual: verdict?.kind };
  expect(found).toMatchObject({ run: 2, actual: expected });
});

const wait = { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 120_000 }] } as const;
const { gates } = withOrder;
const refusing = { ...gates, env: { ...gates.env, ARMED: "0" } };
const withConfig = (config: Partial<Scenario["config"]>): Scenario => {
  return { ...withOrder, config: { ...withOrder.config, ...config } };
};

test.each<[string, Scenario, string]>([
  ["with something to do", withOrder, "fail"],
  ["in a ban", { ...withOrder, steps: [wait, ...withOrder.steps] }, "discarded"],
  ["in a cooldown", withConfig({ cooldownSeconds: 60 }), "pass"],
  ["whose action is none", withConfig({ action: "none" }), "discarded"],
  ["that a gate refuses", { ...withOrder, gates: refusing }, "discarded"],
])("a run %s that opens a stream and reads no list is judged: %#", async (_, scenario, verdict) => {
  const { target } = await startStreamingBot(async (bot, index) => {
    await bot.open();
    if (index === 0) await cancelAll(bot);
  });
  const { verdicts } = await judgeCase(twice(scenario), target, [quietStreamIsNotAgreement]);
  expect(verdicts.map(({ kind }) => kind)).toEqual([verdict]);
});

test("a run that crashed before it read a list is not judged", async () => {
  const { target } = await startStreamingBot(async (bot) => {
    await bot.open();
  });
  const observation = await runScenario(withOrder, target);
  const judge = (runs: typeof observation.runs) =>
    quietStreamIsNotAgreement.judge(
      { scenario: withOrder, observation: { ...observation, runs } },
      [],
    );
  expect(judge(observation.runs).kind).toBe("fail");
  expect(judge([{ mode: "crashed", runId: "run-1" }]).kind).toBe("discarded");
});
