/**
 * JSON text with the place of every value, so that an error can name line and column. Stricter than
 * `JSON.parse`: a duplicate key, `__proto__` and numbers out of range are refused. A whole number above
 * 2^53 becomes a bigint instead of being rounded.
 */
import { parse } from "@humanwhocodes/momoa";
import type { DocumentNode, NumberNode, ObjectNode, ValueNode } from "@humanwhocodes/momoa";
import { printableShort } from "../domain/printable-text.ts";
import { BadInputError } from "./bad-input-error.ts";

export type JsonDocument = {
  /** The name of the text in messages, usually the path of its file. */
  readonly name: string;
  readonly value: unknown;
  /** `name:line:column` of the value at a path, or of its nearest ancestor that exists. */
  readonly placeOf: (path: readonly PropertyKey[]) => string;
};

const depthMax = 100;

/** Throws `BadInputError`. */
export function parseJsonDocument(text: string, name: string): JsonDocument {
  refuseNonJson(text, name);
  const { body } = parseSyntax(text, name);
  const place = (node: ValueNode) => `${name}:${node.loc.start.line}:${node.loc.start.column}`;
  return {
    name,
    value: valueOf(body, { text, place }, 0),
    placeOf: (path) => place(nodeAt(body, path)),
  };
}

type Reader = { readonly text: string; readonly place: (node: ValueNode) => string };

function refuseNonJson(text: string, name: string): void {
  const start = text.trimStart();
  if (start === "") throw new BadInputError(`${name}: the file is empty; expected JSON`);
  if (!start.startsWith("<")) return;
  const cure =
    "a reply of the venue in this form names the reason: after a limit (429, 418) wait, then capture it again";
  throw new BadInputError(`${name}:1:1: this is an HTML page or XML, not JSON; ${cure}`);
}

function parseSyntax(text: string, name: string): DocumentNode {
  try {
    const document = parse(text, { mode: "json" });
    // Momoa accepts raw control characters in strings; JSON.parse does not.
    JSON.parse(text);
    return document;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(name);
    if (!(error instanceof Error)) throw error;
    const isPlaced = "line" in error && "column" in error;
    const place = isPlaced ? `${name}:${String(error.line)}:${String(error.column)}` : name;
    const message = `${place}: not valid JSON: ${printableShort(error.message)}`;
    throw new BadInputError(message, { cause: error });
  }
}

function valueOf(node: ValueNode, reader: Reader, depth: number): unknown {
  if (depth > depthMax) throw tooDeep(reader.place(node));
  switch (node.type) {
    case "Object":
      return objectOf(node, reader, depth);
    case "Array":
      return node.elements.map((element) => valueOf(element.value, reader, depth + 1));
    case "Number":
      return numberOf(node, reader);
    case "String":
    case "Boolean":
      return node.value;
    case "Null":
      return null;
    default:
      throw new BadInputError(`${reader.place(node)}: ${node.type} is not JSON; quote the value`);
  }
}

function objectOf(node: ObjectNode, reader: Reader, depth: number): Record<string, unknown> {
  const members = new Map<string, unknown>();
  for (const member of node.members) {
    const key = keyOf(member);
    const place = reader.place(member.value);
    if (key === "__proto__")
      throw new BadInputError(`${place}: the key "__proto__" is not allowed`);
    if (members.has(key)) {
      throw new BadInputError(`${place}: duplicate key "${printableShort(key)}"`);
    }
    members.set(key, valueOf(member.value, reader, depth + 1));
  }
  return Object.fromEntries(members);
}

function numberOf(node: NumberNode, { text, place }: Reader): number | bigint {
  const written = text.slice(node.loc.start.offset, node.loc.end.offset);
  const value = Number(written);
  if (!Number.isFinite(value)) {
    const shown = printableShort(written);
    throw new BadInputError(`${place(node)}: the number ${shown} is out of range`);
  }
  return /^-?\d+$/.test(written) && !Number.isSafeInteger(value) ? BigInt(written) : value;
}

function nodeAt(root: ValueNode, path: readonly PropertyKey[]): ValueNode {
  let node = root;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === undefined) return node;
    node = child;
  }
  return node;
}

function childOf(node: ValueNode, step: PropertyKey): ValueNode | undefined {
  if (node.type === "Array") return node.elements[Number(step)]?.value;
  if (node.type !== "Object") return undefined;
  return node.members.find((member) => keyOf(member) === step)?.value;
}

function keyOf({ name }: ObjectNode["members"][number]): string {
  return name.type === "String" ? name.value : name.name;
}

function tooDeep(place: string): BadInputError {
  return new BadInputError(`${place}: nested more than ${depthMax} levels deep`);
}
