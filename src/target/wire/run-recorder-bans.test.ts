/** Which requests of a run come after a ban. */
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { withWireFaults } from "../../../properties/arbitraries/wire-faults.ts";
import { withOrder } from "../../../properties/enumeration/on-wire.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import type { Target } from "../../simulation/target.ts";
import { encode, hmacKey, sign } from "../../test-fixtures/wire-client.ts";
import { TargetRun } from "../target-run.ts";
import { RunRecorder } from "./run-recorder.ts";
import { RunVenue } from "./run-venue.ts";

const noReports = new Set<never>();

function signedRead(path: string) {
  const text = encode({ timestamp: Date.now() });
  return {
    method: "GET",
    path,
    query: `${text}&signature=${sign(text)}`,
    body: "",
    apiKey: hmacKey.key,
    host: "127.0.0.1",
    isKnownHost: true,
  };
}

test("a request that was sent before the reply of a ban is none in the ban", async () => {
  const recorder = new RunRecorder(hmacKey, () => ({ status: 404, body: {} }));
  const target: Target = {
    name: "a bot that reads both lists at once",
    reports: noReports,
    isOnWire: true,
    takeRequests: () => recorder.takeRequests(),
    reconcile: async (inputs, services, view) => {
      if (view === undefined) throw new Error("there is a view on the wire");
      const run = await TargetRun.start(inputs, services, noReports);
      recorder.startRun(new RunVenue(view, run.port, Date.now()), { touch: () => true });
      const banned = recorder.answer(signedRead("/fapi/v1/openOrders"));
      // Without a wait of the reply, it would be there before this turn of the event loop ends.
      await setImmediate();
      await recorder.answer(signedRead("/fapi/v3/positionRisk"));
      await banned;
      await recorder.answer(signedRead("/fapi/v3/positionRisk"));
      recorder.endRun();
      return run.finish({});
    },
  };
  const fault = { endpoint: "openOrders", call: 1, kind: "ip-ban" } as const;
  const { requests, targetError } = await runScenario(withWireFaults(withOrder, [fault]), target);
  expect(targetError).toBe(null);
  expect(requests.map(({ path, status }) => [path, status])).toEqual([
    ["/fapi/v3/positionRisk", 200],
    ["/fapi/v1/openOrders", 418],
    ["/fapi/v3/positionRisk", 418],
  ]);
});
