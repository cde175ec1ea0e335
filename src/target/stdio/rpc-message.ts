/** Messages that are not read yet: what they are, and how an error quotes them. */
import { JSONRPCErrorException } from "json-rpc-2.0";
import { printableShort } from "../../domain/printable-text.ts";
import { harnessMethods, type HarnessMethod } from "./protocol.ts";

export type Params = Readonly<Record<string, unknown>>;

export function isCall(message: unknown): message is Params & { readonly method: string } {
  return isObject(message) && typeof message["method"] === "string";
}

export function isHarnessMethod(method: unknown): method is HarnessMethod {
  return harnessMethods.some((known) => known === method);
}

export function isObject(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const withoutStart = "(a bot without `start` answers it with the error code -32601)";

export function describeErrorAnswer(method: string, error: unknown): string {
  const cure = method === "start" ? ` ${withoutStart}` : "";
  return `it answered \`${method}\` with an error: ${printableShort(messageOf(error))}${cure}`;
}

export function describeTimeOut(method: string, timeoutMs: number): string {
  const cure =
    method === "start" ? withoutStart : "(a message ends with a newline, and has to be flushed)";
  return `it gave no answer to \`${method}\` within ${timeoutMs} ms ${cure}`;
}

/** Of JSON-RPC. */
const methodNotFound = -32_601;

export function isMethodNotFound(error: unknown): boolean {
  return error instanceof JSONRPCErrorException && error.code === methodNotFound;
}

/** An id or a run as text. An object is not quoted, because it may be deeply nested. */
export function quoted(value: unknown): string {
  if (typeof value === "object" && value !== null) return "(neither a number nor text)";
  return printableShort(JSON.stringify(value) ?? "undefined");
}
