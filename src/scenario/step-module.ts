/**
 * One kind of step is one module in `steps/`, and every module has the parts that are declared here.
 * `SimulationControls` is all that a step can change; src/simulation implements it.
 */
import * as z from "zod";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";
import type { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import type { SimulatedPort } from "../exchange/simulated-port.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";
import type { InnerStep } from "./inner-step.ts";

export type SimulationControls = {
  readonly exchange: SimulatedExchange;
  readonly port: Pick<SimulatedPort, "scheduleFaults">;
  readonly audit: {
    readonly setFault: (writable: boolean, afterEvents: number, rejectedEvents?: number) => void;
  };
  /** `initial` is the state as the scenario starts. */
  readonly expected: { current: ExpectedState; readonly initial: ExpectedState };
  readonly applyUpdate: (update: OrderUpdate) => void;
  /** Executes a step within the current step; `at` is its index there. */
  readonly applyInner: (step: InnerStep, at: number) => void;
  /** The clock of the bot. */
  readonly nowMs: () => number;
  /** The time of the exchange, which differs from the clock of the bot once a step has set that. */
  readonly exchangeNowMs: () => number;
  readonly advanceClock: (ms: number) => void;
  /** Sets the clock of the bot forward, or back for a number below zero. */
  readonly setClockBy: (ms: number) => void;
  /** When the port was last called, as the simulation or the audit trail recorded it; else 0. */
  readonly calls: { readonly lastCallAtMs: () => number };
  readonly process: {
    readonly scheduleCrash: (afterInteractions: number, applied: boolean) => void;
  };
  gates: GateInputs;
  config: Config;
  snapshot: Snapshot;
};

type Named = { readonly symbol: TradingSymbol };

/** Renames the symbols of a scenario, wherever they are written. */
export type SymbolRenamer = {
  readonly id: (id: ClientOrderId) => ClientOrderId;
  readonly order: <Order extends Named & { readonly clientOrderId: ClientOrderId }>(
    order: Order,
  ) => Order;
  readonly position: <Item extends Named>(position: Item) => Item;
};

// Method syntax: a union of modules may then be called with a step of the matching kind.
/** The parts of a step that need no simulation. */
export interface StepText<Step> {
  /** A statement for the timeline; times are relative to `startsAtMs`. */
  describe(step: Step, startsAtMs: number): string;
  /** Simpler steps of the same kind, the simplest first. The order decides shrink paths. */
  shrink(step: Step): readonly Step[];
  /** The same step where it names no symbol. */
  rename(step: Step, renamer: SymbolRenamer): Step;
}

export interface StepModule<Step, Bound = Step> extends StepText<Step> {
  /**
   * The step with every number replaced by the order or update that it refers to. Null when
   * there is nothing to act on: such a step is not executed, and is not in the trace. A step without
   * numbers has no `bind`, and is executed as written.
   */
  bind?(step: Step, simulation: SimulationControls): Bound | null;
  apply(step: Bound, simulation: SimulationControls): void;
  /** Whether `apply` changes orders or positions at the exchange; absent: no. */
  readonly changesExchange?: true;
}

type StepSchema<Kind extends string, Fields extends z.ZodRawShape> = z.ZodObject<
  { readonly kind: z.ZodLiteral<Kind> } & Fields,
  z.core.$strict
>;

/** Infers the step's type from its kind and its fields. */
export function defineStep<
  Kind extends string,
  Fields extends z.ZodRawShape,
  Bound = Readonly<z.output<StepSchema<Kind, Fields>>>,
>({
  kind,
  fields,
  ...parts
}: { readonly kind: Kind; readonly fields: Fields } & StepModule<
  Readonly<z.output<StepSchema<Kind, Fields>>>,
  Bound
>) {
  const schema: StepSchema<Kind, Fields> = z.strictObject({ kind: z.literal(kind), ...fields });
  return { schema, ...parts };
}
