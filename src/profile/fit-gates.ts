/** The gates of a scenario as those of a bot that has gates of its own. */
import { gates as usualGates, type GateInputs, type OwnGate } from "../domain/gate.ts";
import { similarSpellings } from "../scenario/gate-spellings.ts";

type OwnInputs = NonNullable<GateInputs["own"]>;

/** The gates of the bot, as open as those of the scenario. */
export function fitGates(inputs: GateInputs, own: readonly OwnGate[]): GateInputs {
  if (inputs.own !== undefined) return restoreGates(inputs.own, own);
  const values = usualGates.map(({ source }) =>
    source === "--confirm" ? inputs.confirm : (inputs.env[source] ?? null),
  );
  // An argument of the five decides about a dry run, so that such a gate comes first.
  const inOrder = own.toSorted((left, right) => rankOf(left) - rankOf(right));
  const valueOf = (gate: OwnGate) => {
    const at = inOrder.indexOf(gate) % usualGates.length;
    return translate(values[at] ?? null, usualGates[at]?.requiredValue ?? "", gate);
  };
  return inputsOf(own.map((gate) => ({ ...gate, value: valueOf(gate) })));
}

/** A gate that was taken away or changed is that of the bot again; one without a value is open. */
function restoreGates(written: OwnInputs, own: readonly OwnGate[]): GateInputs {
  return inputsOf(
    own.map((gate) => {
      const found = written.find(({ name }) => name === gate.name);
      return { ...gate, value: found === undefined ? (gate.accepts[0] ?? null) : found.value };
    }),
  );
}

function rankOf({ whenClosed }: OwnGate): number {
  return whenClosed === "dry_run" ? 0 : 1;
}

function inputsOf(own: OwnInputs): GateInputs {
  return { confirm: null, env: {}, own };
}

/** An open gate stays open; a wrong spelling becomes a similar one of the bot's value. */
function translate(value: string | null, required: string, { accepts }: OwnGate): string | null {
  const [accepted = ""] = accepts;
  if (value === null || value === required) return value === null ? null : accepted;
  const similar = similarTo(value, required, accepted);
  return accepts.includes(similar) ? `${similar} ` : similar;
}

function similarTo(value: string, required: string, accepted: string): string {
  if (value === "") return "";
  if (value.toLowerCase() !== required.toLowerCase()) {
    return value.replace(required, () => accepted);
  }
  const lower = accepted.toLowerCase();
  return lower === accepted ? accepted.toUpperCase() : lower;
}

/** Every combination of open and closed gates, and each gate alone with each wrong spelling. */
export function enumerateGates(own: readonly OwnGate[]): GateInputs[] {
  const combinations = Array.from({ length: 2 ** own.length }, (_, bits) =>
    inputsOf(
      own.map((gate, at) => ({
        ...gate,
        value: (bits & (1 << at)) === 0 ? null : (gate.accepts[0] ?? null),
      })),
    ),
  );
  const others = own.flatMap((gate) =>
    [...gate.accepts, ...wrongSpellings(gate)].map((value) => {
      return inputsOf(
        own.map((other) => ({
          ...other,
          value: other === gate ? value : (other.accepts[0] ?? null),
        })),
      );
    }),
  );
  return [...combinations, ...others];
}

function wrongSpellings({ accepts }: OwnGate): (string | null)[] {
  const similar = accepts.flatMap((value) => similarSpellings(value));
  return [...new Set(similar)].filter((value) => value === null || !accepts.includes(value));
}
