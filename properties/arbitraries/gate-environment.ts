/** Gate inputs: all open, a dry run in any environment, or some of them misspelled. */
import * as fc from "fast-check";
import { allGatesOpen, gateEnvironmentVariables, type GateInputs } from "../../src/domain/gate.ts";

const almostSwitches = ["", "0", "1", " 1", "1 ", "01", "00", "true", "TRUE", "yes", "on", "１"];
const almostTokens = [
  "",
  "WRONG",
  "live_remediate",
  " LIVE_REMEDIATE",
  "LIVE_REMEDIATE ",
  "1",
  "true",
];

const environment: fc.Arbitrary<GateInputs["env"]> = fc
  .tuple(
    ...gateEnvironmentVariables.map((name) =>
      fc.oneof(
        { arbitrary: fc.constant<string | undefined>(allGatesOpen.env[name]), weight: 3 },
        { arbitrary: fc.constantFrom(undefined, ...almostSwitches), weight: 1 },
      ),
    ),
  )
  .map((values) => {
    const entries = gateEnvironmentVariables.map((name, index) => [name, values[index]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  });

/** Four gates open and one misspelled. Only these show a target that ignores one gate. */
const oneGateClosed: fc.Arbitrary<GateInputs> = fc
  .tuple(
    fc.constantFrom("confirm" as const, ...gateEnvironmentVariables),
    fc.constantFrom(...almostTokens),
    fc.constantFrom("", " 1", "true", "yes", undefined),
  )
  .map(([gate, token, rawValue]) => {
    const { confirm, env } = allGatesOpen;
    if (gate === "confirm") return { confirm: token, env };
    const { [gate]: _, ...others } = env;
    // In the order of the schema, because shrinking compares texts.
    return { confirm, env: rawValue === undefined ? others : { ...env, [gate]: rawValue } };
  });

/**
 * Inputs of the gates: all open, a dry run, or some of them misspelled.
 *
 * @param liveWeight How often all gates are open, as a weight: all other inputs together have weight 4.
 * @returns an arbitrary of `gates` of a scenario
 * @throws `Error` of fast-check for a weight that is no integer of at least 0
 */
export function gateEnvironment(liveWeight: number): fc.Arbitrary<GateInputs> {
  return fc.oneof(
    { arbitrary: fc.constant(allGatesOpen), weight: liveWeight },
    { arbitrary: oneGateClosed, weight: 1 },
    { arbitrary: fc.record({ confirm: fc.constant(null), env: environment }), weight: 2 },
    {
      arbitrary: fc.record({
        confirm: fc.constantFrom("LIVE_REMEDIATE", ...almostTokens),
        env: environment,
      }),
      weight: 1,
    },
  );
}
