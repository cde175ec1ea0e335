/** Bugs that a reply which fails shows: a request that is sent again, or that is sent in a ban. */
import { withWireFaults } from "../../arbitraries/wire-faults.ts";
import { withOrder } from "../../enumeration/on-wire.ts";
import { reads, mutation, repeated, banned, answer, again } from "./bug-parts.ts";
import type { WireBug } from "./wire-bug.ts";

export const bugsAfterReplies: readonly WireBug[] = [
  {
    name: "unknown-error-retried",
    issue: "hummingbot/hummingbot#6033",
    replaces: answer,
    by: again("status === 503"),
    expectedFailure: repeated,
    scenario: mutation("unknown-error"),
  },
  {
    name: "reset-retried",
    issue: "binance/binance-connector-js#567",
    replaces: answer,
    by: again("status === 0"),
    expectedFailure: repeated,
    scenario: mutation("reset"),
  },
  {
    name: "broken-reply-retried",
    replaces: answer,
    by: again(`!text.includes("clientOrderId")`),
    expectedFailure: repeated,
    scenario: mutation("empty-object"),
  },
  {
    name: "ban-ignored",
    replaces: answer,
    by: again("status === 418 || status === 429"),
    expectedFailure: "no-request-during-a-ban/request-in-ban",
    scenario: banned,
  },
  {
    name: "lists-read-again-in-a-ban",
    replaces: answer,
    by: `${answer}  if (status !== 200) await findOrders();\n`,
    expectedFailure: "no-request-during-a-ban/request-in-ban",
    scenario: banned,
  },
  {
    name: "ban-of-a-read-ignored",
    replaces: "  if (isBanned) return null;\n",
    by: "",
    expectedFailure: "no-request-during-a-ban/request-in-ban",
    scenario: reads("ip-ban"),
  },
  {
    name: "cancelled-in-a-ban",
    replaces: "if (orders === null || isBanned ||",
    by: "if (orders === null ||",
    expectedFailure: "no-request-during-a-ban/request-in-ban",
    scenario: withWireFaults(withOrder, [{ endpoint: "positions", call: 1, kind: "ip-ban" }]),
  },
  {
    name: "wait-after-429-ignored",
    replaces: "isBanned ||= status === 418 || status === 429;",
    by: "isBanned ||= status === 418;",
    expectedFailure: "no-request-during-a-ban/request-in-ban",
    scenario: reads("too-many-requests"),
  },
];
