/**
 * A scenario in which every time is a whole number of minutes. The clock of a run on the wire goes on with that of the
 * machine, by seconds that depend on its load. So no decision may depend on less than a minute.
 */
import type { Scenario } from "../../scenario/scenario.ts";

const minuteMs = 60_000;
const minuteSeconds = 60;

/** Times of orders are earlier, durations and limits longer, by less than a minute. */
export function inWholeMinutes(scenario: Scenario): Scenario {
  const { startsAtMs } = scenario;
  const fit = (name: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => fit(name, item));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fit(key, item)]));
    }
    if (typeof value !== "number" || name === "startsAtMs") return value;
    if (name.endsWith("AtMs")) {
      return startsAtMs + Math.floor((value - startsAtMs) / minuteMs) * minuteMs;
    }
    if (name.endsWith("Seconds")) return Math.ceil(value / minuteSeconds) * minuteSeconds;
    return /(?:^m|M)s(?:Max)?$/.test(name) ? Math.ceil(value / minuteMs) * minuteMs : value;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only numbers change
  return fit("", scenario) as Scenario;
}
