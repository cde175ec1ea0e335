/** Converts a scenario of version 1 to the current version. */

type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a document of another version unchanged. Invalid parts stay, and the schema refuses them. */
export function upgradeScenario(document: unknown): unknown {
  if (!isRecord(document) || document["schemaVersion"] !== 1) return document;
  const { steps, expect } = document;
  return {
    ...document,
    schemaVersion: 2,
    ...(Array.isArray(steps) && { steps: steps.map(upgradeStep) }),
    ...(isRecord(expect) && { expect: renameKey(expect, "holdsStill", "expectsNoAction") }),
  };
}

const kinds: Readonly<Record<string, string>> = {
  "port-behaves": "set-port-faults",
  "audit-behaves": "set-audit-fault",
  "bot-places": "place-order",
  "exchange-fills": "fill-order",
  "exchange-cancels": "cancel-by-exchange",
  "exchange-opens": "add-order",
  "position-moves": "set-position",
  "stream-event": "order-update",
  "stream-delivers": "deliver-update",
  kill: "crash",
  operator: "set-gates",
};

function upgradeStep(step: unknown): unknown {
  if (!isRecord(step)) return step;
  const { kind } = step;
  const upgraded: Json = { ...step, kind: typeof kind === "string" ? (kinds[kind] ?? kind) : kind };
  switch (kind) {
    case "snapshot": {
      const { orders, positions, ...kept } = upgraded;
      return { ...kept, ...upgradeParts({ orders, positions }) };
    }
    case "port-behaves": {
      const { replies, ...kept } = upgraded;
      return { ...kept, faults: Array.isArray(replies) ? replies.map(upgradeFault) : replies };
    }
    case "audit-behaves":
      return renameKey(upgraded, "afterLines", "afterEvents");
    case "stream-delivers":
      return renameKey(upgraded, "change", "update");
    case "kill":
      return renameKey(upgraded, "takesEffect", "applied");
    case "restart": {
      const { belief, ...kept } = upgraded;
      return { ...kept, expectedState: renamedWord(expectedStates, belief) };
    }
    default:
      return upgraded;
  }
}

const expectedStates = { kept: "current", lost: "empty", old: "initial" };
const faultKinds = { time_out: "timeout", throw: "disconnect", apply_late: "delayed" };
const partKinds = { late: "old", early: "future" };

function upgradeParts(parts: Json): Json {
  const upgraded = Object.entries(parts).flatMap(([name, part]) => {
    if (part === undefined) return [];
    if (!isRecord(part)) return [[name, part] as const];
    const { status, ...kept } = part;
    const renamedPart = { kind: renamedWord(partKinds, status), ...kept };
    const aged = renameKey(renameKey(renamedPart, "lateMs", "ageMs"), "earlyMs", "skewMs");
    return [[name, aged] as const];
  });
  return Object.fromEntries(upgraded);
}

function upgradeFault(fault: unknown): unknown {
  if (!isRecord(fault)) return fault;
  const { mode, ...kept } = fault;
  return { kind: renamedWord(faultKinds, mode), ...kept };
}

function renamedWord(words: Readonly<Record<string, string>>, word: unknown): unknown {
  return typeof word === "string" ? (words[word] ?? word) : word;
}

function renameKey(record: Json, from: string, to: string): Json {
  if (!(from in record)) return record;
  const { [from]: value, ...kept } = record;
  return { ...kept, [to]: value };
}
