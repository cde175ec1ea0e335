/** A stream that lost its key, or is silent for another reason, shows nothing: also no order and no position. */
import { opensUserStream } from "../../src/domain/wire-request.ts";
import { discarded, fail, pass, type RunProperty } from "../property.ts";

export const quietStreamIsNotAgreement: RunProperty = {
  kind: "run",
  name: "quiet-stream-is-not-agreement",
  statement: "A run that opens a user stream reads a list of the account too.",
  severity: "money",
  checks: ["no-list-with-a-stream"],
  requires: ["wire", "user-stream"],
  judge: ({ observation: { runs, requests } }) => {
    const opened = runs.flatMap(({ mode }, run) => {
      const own = requests.filter((request) => request.run === run);
      return mode !== "refused" && mode !== "crashed" && own.some(opensUserStream)
        ? [{ run, own }]
        : [];
    });
    if (opened.length === 0) return discarded("no run opened a user stream");
    const wrong = opened.find(({ own }) => own.every(({ list }) => list === null));
    if (wrong === undefined) return pass;
    const violation = {
      run: wrong.run,
      expected: "a read of the orders or positions, because a silent stream shows nothing",
      actual: "it opened a user stream, and read no list",
    };
    return fail("no-list-with-a-stream", violation, "");
  },
};
