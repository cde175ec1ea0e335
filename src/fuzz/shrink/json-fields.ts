/** Every field of a JSON value, with the way to it, and a copy of the value with one field replaced. */

export type JsonField = {
  readonly path: readonly string[];
  /** The last key. A field of a step has the step's kind before it; a mark price is a `price`. */
  readonly name: string;
  readonly value: unknown;
};

/** Fields inside fields too, and the entries of lists; the value itself comes first, without a name. */
export function* fieldsOf(
  value: unknown,
  path: readonly string[] = [],
  name = "",
): Generator<JsonField> {
  yield { path, name, value };
  if (typeof value !== "object" || value === null) return;
  const kind = "kind" in value && typeof value.kind === "string" ? `${value.kind}.` : "";
  for (const [key, inner] of Object.entries(value)) {
    yield* fieldsOf(inner, [...path, key], name === "prices" ? "price" : `${kind}${key}`);
  }
}

export function withField(
  value: unknown,
  [key, ...rest]: readonly string[],
  replacement: unknown,
): unknown {
  if (key === undefined) return replacement;
  if (typeof value !== "object" || value === null) return value;
  const inner = withField(Reflect.get(value, key), rest, replacement);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}
