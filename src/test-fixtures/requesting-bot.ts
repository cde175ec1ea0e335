/**
 * A bot process that asks the harness during a run.
 *
 * @param reconcile The text of `async function reconcile(id, params)`, which may call `request(method, params)` for an
 *   answer, and ends with `send({ id, result })`.
 */
export function requestingBot(reconcile: string, capabilities: object = {}): string {
  return `
import { createInterface } from "node:readline";
const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
const waiting = new Map();
const request = (method, params) => {
  send({ id: method, method, params });
  return new Promise((resolve) => waiting.set(method, resolve));
};
${reconcile}
const identity = { protocolVersion: 2, name: "b", capabilities: ${JSON.stringify(capabilities)} };
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params, ...answer } = JSON.parse(line);
  if (method === undefined) return waiting.get(id)(answer);
  if (method === "initialize") send({ id, result: identity });
  else if (method === "reconcile") reconcile(id, params);
  else send({ id, result: {} });
});
`;
}
