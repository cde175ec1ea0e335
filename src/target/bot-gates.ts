/** The gates as a bot receives them: its arguments and its environment, by their own names. */
import * as z from "zod";
import { gateInputsSchema, rawValue, type GateInputs } from "../domain/gate.ts";

const { confirm, env } = gateInputsSchema.unwrap().shape;

/** On the wire. */
export const botGatesSchema = z.strictObject({
  confirm,
  /** The variables of the five gates, or of the gates in the profile of the bot. */
  env: z.object(env.unwrap().unwrap().shape).catchall(rawValue).readonly(),
  /** Of a bot whose gates have other arguments than `--confirm`: those that are set. */
  arguments: z.record(z.string(), rawValue).readonly().optional(),
});
/** The inputs of the gates as a bot reads them. `confirm` is the argument of `--confirm`, or null where it is absent. */
export type BotGates = GateInputs & {
  /** The variables of the gates that are set. */
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** The arguments that are set, of a bot whose gates have other ones than `--confirm`. */
  readonly arguments?: Readonly<Record<string, string>>;
};

const isArgument = ([source]: readonly [string, string]) => source.startsWith("--");

/** `own` stays, because it has the meaning of the values. */
export function gatesForBot(inputs: GateInputs): BotGates {
  const { own } = inputs;
  if (own === undefined) return inputs;
  const set = own.flatMap(({ source, value }) =>
    value === null ? [] : [[source, value] as const],
  );
  return {
    confirm: null,
    env: Object.fromEntries(set.filter((one) => !isArgument(one))),
    arguments: Object.fromEntries(set.filter(isArgument)),
    own,
  };
}
