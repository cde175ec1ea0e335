import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { RunPolls } from "./run-polls.ts";

const next = {
  method: "GET",
  path: "/__harness/next",
  query: "",
  body: "",
  apiKey: undefined,
  host: "127.0.0.1",
  isKnownHost: true,
};

test("the request of a process that has ended gets no run", async () => {
  const polls = new RunPolls(3_600_000);
  polls.state = "open";
  const reply = polls.answer(next);
  expect(await polls.asked()).toBe("asked");
  polls.drop();
  expect(await Promise.race([polls.asked(), setImmediate("no process")])).toBe("no process");
  expect(await reply).toMatchObject({ status: 204 });
});
