import { expect, test } from "vitest";
import type { PortReply } from "../domain/port-call.ts";
import { mintPermit } from "../pipeline/live-permit.ts";
import { cancelOrderSchema, placeMarketOrderSchema } from "../domain/port-call.ts";
import { runEvent } from "../test-fixtures/audit-events.ts";
import { ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { CrashInjector, processCrashed } from "./crash-injector.ts";
import { servicesOfRun, type RunLifetime } from "./run-services.ts";

const common = { symbol: "BTCUSDT", clientOrderId: ownId() };
const cancel = cancelOrderSchema.parse({ method: "cancelOrder", ...common });
const order = { side: "SELL", quantity: "1", positionSide: null, reduceOnly: true };
const close = placeMarketOrderSchema.parse({ method: "placeMarketOrder", ...common, ...order });

const permit = mintPermit([]);
if (permit === null) throw new Error("no permit was minted");

function run() {
  const process = new CrashInjector();
  const lifetime: RunLifetime = { run: 4, runId: null, hasEnded: false };
  const reached: string[] = [];
  const outside: unknown[][] = [];
  const accept = (name: string) => async (): Promise<PortReply> => {
    reached.push(name);
    return { status: "accepted" };
  };
  const none = { status: "failed", takenAtMs: startsAtMs, error: "no" } as const;
  let ids = 0;
  const services = servicesOfRun(
    {
      process,
      port: {
        cancelOrder: accept("cancel"),
        placeMarketOrder: accept("place"),
        cancelConditionalOrder: accept("cancel conditional"),
      },
      nowMs: () => startsAtMs,
      after: async () => undefined,
      queryOrder: async () => ({ status: "not-found", code: -2013, message: "no" }),
      readSnapshot: async () => ({ orders: none, positions: none }),
      readNow: async () => ({ orders: none, positions: none }),
      newRunId: () => `run-${(ids += 1)}`,
      audit: {
        append: () => {
          reached.push("event");
          return null;
        },
      },
    },
    lifetime,
    { onCall: (...call) => outside.push(call) },
  );
  return { services, process, lifetime, reached, outside };
}

const pending = Symbol("pending");
const settled = (reply: Promise<unknown>) =>
  Promise.race([reply, new Promise((resolve) => setImmediate(() => resolve(pending)))]);

test("in its run the services reach port and trail, and each id is a new one", async () => {
  const { services, lifetime, reached, outside } = run();
  expect(await services.port.cancelOrder(permit, cancel)).toEqual({ status: "accepted" });
  expect(await services.port.placeMarketOrder(permit, close)).toEqual({ status: "accepted" });
  expect(services.audit.append(runEvent())).toBeNull();
  expect([services.newRunId(), services.newRunId(), lifetime.runId]).toEqual([
    "run-1",
    "run-2",
    "run-2",
  ]);
  expect(reached).toEqual(["cancel", "place", "event"]);
  expect(outside).toEqual([]);
});

test("after its end a call is rejected and belongs to no run, and the trail takes no event", async () => {
  const { services, lifetime, reached, outside } = run();
  lifetime.hasEnded = true;
  const message = "the run of this port has ended";
  const rejection = { status: "rejected", code: -2015, message };
  expect(await services.port.cancelOrder(permit, cancel)).toEqual(rejection);
  expect(await services.port.placeMarketOrder(permit, close)).toEqual(rejection);
  expect(outside).toEqual([
    [4, "cancelOrder", cancel],
    [4, "placeMarketOrder", close],
  ]);
  expect(services.audit.append(runEvent())).toBe("the run of this trail has ended");
  expect(reached).toEqual([]);
});

test("after its end a run has the id that it asked for last, or one that it asks for then", () => {
  const asked = run();
  asked.services.newRunId();
  asked.lifetime.hasEnded = true;
  expect([asked.services.newRunId(), asked.services.newRunId()]).toEqual(["run-1", "run-1"]);
  const late = run();
  late.lifetime.hasEnded = true;
  expect([late.services.newRunId(), late.services.newRunId()]).toEqual(["run-1", "run-1"]);
});

test("a crashed process reaches nothing, whether its run has ended or not", async () => {
  for (const hasEnded of [false, true]) {
    const { services, process, lifetime, reached, outside } = run();
    process.hasCrashed = true;
    lifetime.hasEnded = hasEnded;
    expect(await settled(services.port.cancelOrder(permit, cancel))).toBe(pending);
    expect(await settled(services.readNow?.() ?? Promise.resolve())).toBe(pending);
    expect(() => services.newRunId()).toThrow(processCrashed);
    expect(() => services.audit.append(runEvent())).toThrow(processCrashed);
    expect([reached, outside]).toEqual([[], []]);
  }
});
