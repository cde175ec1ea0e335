/** After 429 and 418 the venue counts each further request, and makes the ban longer. */
import { describeRecordedRequest } from "../../src/domain/wire-request.ts";
import { discarded, fail, pass, type RunProperty } from "../property.ts";

export const noRequestDuringABan: RunProperty = {
  kind: "run",
  name: "no-request-during-a-ban",
  statement: "After a reply of 429 or 418 no request is sent before the time that it names.",
  severity: "money",
  checks: ["request-in-ban"],
  requires: ["wire"],
  judgesErroredRuns: true,
  judge: ({ observation: { requests } }) => {
    const at = requests.findIndex(({ bannedUntilMs }) => bannedUntilMs !== null);
    const ban = requests[at];
    if (ban === undefined) return discarded("no reply had a ban");
    const until = ban.bannedUntilMs ?? 0;
    const wrong = requests
      .slice(at + 1)
      .find(({ group, atMs, run }) => run === ban.run && group !== "stream" && atMs < until);
    if (wrong === undefined) return pass;
    const violation = {
      run: wrong.run,
      expected: `no request for ${until - ban.atMs} ms after HTTP ${ban.status}`,
      actual: `${describeRecordedRequest(wrong)} after ${wrong.atMs - ban.atMs} ms`,
    };
    return fail("request-in-ban", violation, wrong.group);
  },
};
