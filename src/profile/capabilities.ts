/** What a bot can do: its answer to `initialize` declares it, and a profile may name it in its place. */
import * as z from "zod";
import { reportParts } from "../domain/run-report.ts";

export const capabilitiesSchema = z
  .strictObject({
    /** The parts of a run that it reports; its port calls are always judged. */
    reports: z.array(z.enum(reportParts)).readonly(),
    /** Whether it can have sequences, for which it has to answer `start`. */
    sequences: z.boolean(),
    /** Of a bot that does not wait for ever: for how long it waits for a reply, by the clock of the messages. */
    clock: z.strictObject({ replyTimeoutMs: z.int().min(1).max(3_600_000) }),
    /** Whether it knows the list of conditional orders. Without it no case has one. */
    conditionalOrders: z.boolean(),
    /** Whether two processes of it may run at once. Without it no case has two. */
    instances: z.boolean(),
    /** Whether it asks for single orders. Without it no case lets the answers mislead. */
    queries: z.boolean(),
    /** Whether it reads the lists by requests. Then no message has a `snapshot`. */
    pulls: z.boolean(),
    /** Whether one process can run two accounts. Without it no `reconcile` has `account`. */
    accounts: z.boolean(),
  })
  .partial()
  .readonly();
type Capabilities = z.infer<typeof capabilitiesSchema>;

/** Each as the profile names it, else as the bot declares it, else absent. */
export function completeCapabilities(declared: Capabilities, named: Capabilities = {}) {
  const { reports, sequences, clock, conditionalOrders, ...others } = { ...declared, ...named };
  const { instances, queries, pulls, accounts } = others;
  return {
    reports: reports ?? null,
    sequences: sequences ?? false,
    replyTimeoutMs: clock?.replyTimeoutMs ?? null,
    conditionalOrders: conditionalOrders ?? false,
    instances: instances ?? false,
    queries: queries ?? false,
    pulls: pulls ?? false,
    accounts: accounts ?? false,
  };
}
