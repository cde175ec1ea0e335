/** Conditional orders for tests, and the parts that tests vary. */
import type * as z from "zod";
import type {
  expectedConditionalOrderSchema,
  observedConditionalOrderSchema,
} from "../domain/conditional-order.ts";
import { ownId, startsAtMs } from "./scenarios.ts";

const stop = {
  clientOrderId: ownId(),
  symbol: "BTCUSDT",
  side: "SELL",
  quantity: "0.001",
  triggerPrice: "40000.00",
  status: "NEW",
} as const;

type Observed = z.input<typeof observedConditionalOrderSchema>;
export function observedStop(parts: Partial<Observed> = {}): Observed {
  return { ...stop, orderId: "2001", updatedAtMs: startsAtMs - 100_000, ...parts };
}

type Expected = z.input<typeof expectedConditionalOrderSchema>;
export function expectedStop(parts: Partial<Expected> = {}): Expected {
  return { ...stop, createdAtMs: startsAtMs - 100_000, ...parts };
}
