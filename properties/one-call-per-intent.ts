/** In a run, an order is cancelled at most once and a position flattened at most once. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { intentOfRequest } from "./oracle/expected-outcomes.ts";
import { judgeRuns } from "./view/run-view.ts";

export const oneCallPerIntent: RunProperty = {
  kind: "run",
  name: "one-call-per-intent",
  statement: "In a run, an order is cancelled at most once and a position flattened at most once.",
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      if (view.requests.length === 0) return discarded("nothing was planned or sent");
      if (view.requests.length === 1) return pass;
      const intents = view.requests.map(intentOfRequest);
      const again = intents.find((intent, index) => intents.indexOf(intent) !== index);
      if (again === undefined) return pass;
      const times = intents.filter((intent) => intent === again).length;
      const expected = `${again} once`;
      return fail("duplicate-call", { run: view.run, expected, actual: `${again} ${times} times` });
    }),
};
