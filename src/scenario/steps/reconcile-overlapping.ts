/**
 * Two instances of the bot run at once, on one exchange, one port and one audit trail. A second instance starts with
 * the step, and each reads snapshots of its own. Replies take no time, because only the order of the two counts here.
 */
import * as z from "zod";
import { shorterLists, smallerNumbers } from "../smaller-values.ts";

/**
 * `turns`: the first instance goes on for so many interactions, then the second one for so many, and so on in turn.
 * After the last turn the next instance runs to its end, then the other one. An interaction is the
 * start, a request for the lease, its end, a snapshot, an audit event, a request to the port, or its reply.
 */
export const reconcileOverlapping = {
  schema: z.strictObject({
    kind: z.literal("reconcile-overlapping"),
    turns: z.array(z.int().min(1).max(1_000)).max(100).readonly(),
  }),
  describe: ({ turns }: Turns) =>
    turns.length === 0
      ? "two instances of the target run, one after the other"
      : `two instances of the target run in turn; interactions before each change: ${turns.join(", ")}`,
  shrink: <Step extends Turns>(step: Step): Step[] => [
    ...shorterLists(step.turns).map((turns) => ({ ...step, turns })),
    ...step.turns.flatMap((count, at) =>
      smallerNumbers(count)
        .filter((smaller) => smaller > 0)
        .map((smaller) => ({ ...step, turns: step.turns.with(at, smaller) })),
    ),
  ],
  rename: <Step>(step: Step) => step,
};

type Turns = { readonly turns: readonly number[] };
