/** The venue rejects an order that does not fit, so the position stays open. Dust can never be closed. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { filterBreaches, filtersOf } from "./oracle/filters.ts";
import { describeRequest } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";

const fields = {
  "off-step": "stepSize",
  "below-minimum": "minQuantity",
  "above-market-maximum": "maxMarketQuantity",
  "notional-below-minimum": "minNotional",
} as const;

export const ordersFitTheFilters: RunProperty = {
  kind: "run",
  name: "orders-fit-the-filters",
  statement:
    "Every planned or sent market order fits the filters of the venue: step, minimum, notional, market maximum.",
  severity: "money",
  checks: Object.keys(fields),
  judge: judgeRuns(({ run, requests, report, context, scenario }, failures) => {
    if (scenario.exchange.filters === undefined) return noFilters;
    let wasJudged = false;
    for (const request of requests) {
      const bounds = filtersOf(request.symbol, scenario);
      if (request.method !== "placeMarketOrder" || bounds === undefined) continue;
      wasJudged = true;
      const { positions } = context.snapshot;
      const position =
        positions.status === "failed"
          ? undefined
          : positions.items.find(({ symbol }) => symbol === request.symbol);
      for (const breach of filterBreaches(request, position?.markPrice ?? null, scenario)) {
        const expected = `an order that fits ${fields[breach]} ${bounds[fields[breach]]}`;
        const actual = describeRequest(request);
        failures.push(fail(breach, { run, expected, actual }, report.mode));
      }
    }
    return wasJudged ? pass : discarded("there was no flatten on a symbol with filters");
  }),
};

const noFilters = discarded("the exchange has no filters");
