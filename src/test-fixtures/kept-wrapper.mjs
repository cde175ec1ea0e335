// Keeps a bot alive that knows only its arguments, its environment and its input file: its module is loaded for each run.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";

const { env, argv } = process;
const base = env.RECONCILE_HARNESS_REST;
const outer = { ...env };
const [, , path] = argv;
const text = readFileSync(path, "utf8");
writeFileSync(`${import.meta.dirname}/pid-${process.pid}`, "");
const input = `${import.meta.dirname}/input-${process.pid}.json`;
process.on("exit", () => rmSync(input, { force: true }));
process.on("SIGTERM", () => process.exit());

class Exit extends Error {}
process.exit = ((exit) => (code) => {
  if (code === 1) throw new Exit();
  exit.call(process, code);
})(process.exit);

function ask(method, name, body = "") {
  return new Promise((resolve, reject) => {
    const asked = request(base + name, { method }, (reply) => {
      let got = "";
      reply.setEncoding("utf8").on("data", (part) => (got += part));
      reply.on("end", () => resolve({ status: reply.statusCode, text: got }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

for (;;) {
  const reply = await ask("GET", "/__harness/next");
  if (reply.status === 204) continue;
  if (reply.status !== 200) break;
  const order = JSON.parse(reply.text);
  const { confirm, env: gates } = order.gates;
  for (const name of Object.keys(env)) delete env[name];
  Object.assign(env, outer, gates, { RECONCILE_HARNESS_INPUT: input });
  argv.splice(2, Infinity, ...(confirm === null ? [] : ["--confirm", confirm]));
  writeFileSync(input, JSON.stringify(order.input));
  await import(`data:text/javascript,${encodeURIComponent(`${text}\n// ${order.run}`)}`).catch(
    (error) => {
      if (!(error instanceof Exit)) throw error;
    },
  );
  await ask("POST", "/__harness/done", JSON.stringify({ run: order.run }));
}
