/** One position and the filters of its symbol: each bound below, at and above the position, alone and in pairs. */
import { copyConfig } from "../../src/domain/copies.ts";
import { allGatesOpen } from "../../src/domain/gate.ts";
import { symbolFiltersSchema } from "../../src/domain/filters.ts";
import { positionSchema } from "../../src/domain/position.ts";
import { unsignedDecimalSchema } from "../../src/domain/decimal.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { plainScenario, symbol } from "./plain-scenario.ts";

const price = unsignedDecimalSchema.parse("2");

/** Of a position of 1.2 at a price of 2. */
const bounds: Readonly<Record<string, readonly string[]>> = {
  stepSize: ["0.1", "0.5", "1.2", "1.3"],
  minQuantity: ["0.3", "1.2", "1.3"],
  minNotional: ["0.6", "2.4", "2.5"],
  maxMarketQuantity: ["0.4", "0.5", "0.6", "1.1", "1.2", "1.3"],
};

const positions = [
  { symbol, positionSide: "BOTH", quantity: "1.2" },
  { symbol, positionSide: "SHORT", quantity: "-1.2" },
].map((position) => positionSchema.parse(position));

export function enumerateFilters(): Scenario[] {
  const single = Object.entries(bounds).flatMap(([name, values]) =>
    values.map((value) => ({ [name]: value })),
  );
  const pairs = single.flatMap((one, at) =>
    single.slice(at + 1).map((other) => ({ ...one, ...other })),
  );
  const ofTwo = pairs.filter((pair) => Object.keys(pair).length === 2);
  return positions.flatMap((position) =>
    [...single, ...ofTwo].map((filters): Scenario => {
      const config = copyConfig(plainScenario.config);
      config.symbolWhitelist = [symbol];
      return {
        ...plainScenario,
        gates: allGatesOpen,
        config,
        exchange: {
          ...plainScenario.exchange,
          positionMode: position.positionSide === "BOTH" ? "one_way" : "hedge",
          positions: [position],
          prices: { [symbol]: price },
          filters: { [symbol]: symbolFiltersSchema.parse(filters) },
        },
      };
    }),
  );
}
