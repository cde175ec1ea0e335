/** In a run, an order is cancelled at most once and a position flattened at most once. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { intentOfRequest } from "./oracle/expected-outcomes.ts";
import { judgeRuns } from "./view/run-view.ts";

export const oneCallPerIntent: RunProperty = {
  kind: "run",
  name: "one-call-per-intent",
  statement: "In a run, an order is cancelled at most once and a position flattened at most once.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      if (view.requests.length === 0) return notApplicable("nothing was planned or sent");
      if (view.requests.length === 1) return holds;
      const intents = view.requests.map(intentOfRequest);
      const again = intents.find((intent, index) => intents.indexOf(intent) !== index);
      if (again === undefined) return holds;
      const times = intents.filter((intent) => intent === again).length;
      const expected = `${again} once`;
      return fails("once", { run: view.run, expected, happened: `${again} ${times} times` });
    }),
};
