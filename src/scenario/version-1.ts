/** Converts a scenario of version 1 to version 2. */

type Json = Readonly<Record<string, unknown>>;
type Upgrade = (value: unknown) => unknown;
/** By the old name of a field: its new name, and the conversion of its value. */
type FieldUpgrades = Readonly<Record<string, readonly [name: string, upgrade?: Upgrade]>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns any other document unchanged, and keeps invalid fields for the schema to refuse. */
export function upgradeScenario(document: unknown): unknown {
  if (!isRecord(document) || document["schemaVersion"] !== 1) return document;
  return upgradeFields({
    schemaVersion: ["schemaVersion", () => 2],
    steps: ["steps", upgradeEach(upgradeStep)],
    expect: ["expect", upgradeFields({ holdsStill: ["expectsNoAction"] })],
  })(document);
}

function upgradeStep(step: unknown): unknown {
  if (!isRecord(step) || typeof step["kind"] !== "string") return step;
  const [kind, fields] = stepUpgrades.get(step["kind"]) ?? [step["kind"]];
  return upgradeFields({ ...fields, kind: ["kind", () => kind] })(step);
}

function upgradeFields(fields: FieldUpgrades): Upgrade {
  return (record) => {
    if (!isRecord(record)) return record;
    const upgraded = Object.entries(record).map(([field, value]) => {
      const [name, upgrade] = Object.hasOwn(fields, field) ? (fields[field] ?? [field]) : [field];
      return [name, upgrade === undefined ? value : upgrade(value)] as const;
    });
    return Object.fromEntries(upgraded);
  };
}

function upgradeEach(upgrade: Upgrade): Upgrade {
  return (list) => (Array.isArray(list) ? list.map(upgrade) : list);
}

function upgradeWord(words: Readonly<Record<string, string>>): Upgrade {
  return (word) => (typeof word === "string" && Object.hasOwn(words, word) ? words[word] : word);
}

const upgradePart = upgradeFields({
  status: ["kind", upgradeWord({ late: "old", early: "future" })],
  lateMs: ["ageMs"],
  earlyMs: ["skewMs"],
});

const faultKinds = { time_out: "timeout", throw: "disconnect", apply_late: "delayed" };
const upgradeFault = upgradeFields({ mode: ["kind", upgradeWord(faultKinds)] });

const expectedStates = { kept: "current", lost: "empty", old: "initial" };

/** By the kind of version 1: the kind of version 2, and the fields that changed. */
const stepUpgrades = new Map<string, readonly [kind: string, fields?: FieldUpgrades]>([
  [
    "snapshot",
    ["snapshot", { orders: ["orders", upgradePart], positions: ["positions", upgradePart] }],
  ],
  ["port-behaves", ["set-port-faults", { replies: ["faults", upgradeEach(upgradeFault)] }]],
  ["audit-behaves", ["set-audit-fault", { afterLines: ["afterEvents"] }]],
  ["bot-places", ["place-order"]],
  ["exchange-fills", ["fill-order"]],
  ["exchange-cancels", ["cancel-by-exchange"]],
  ["exchange-opens", ["add-order"]],
  ["position-moves", ["set-position"]],
  ["stream-event", ["order-update"]],
  ["stream-delivers", ["deliver-update", { change: ["update"] }]],
  ["kill", ["crash", { takesEffect: ["applied"] }]],
  ["restart", ["restart", { belief: ["expectedState", upgradeWord(expectedStates)] }]],
  ["operator", ["set-gates"]],
]);
