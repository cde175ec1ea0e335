/**
 * The program that passes on what a sealed bot sends. It is text, because it runs in a process of its own, also where
 * the harness is a bundle. On its standard output it names each host that is none of the exchange.
 */
export const forwarder = `
import { createServer, connect } from "node:net";
import { createSocket } from "node:dgram";
const [, , folder] = process.argv;
const report = (host) => process.stdout.write(host + "\\n");

function forward(port, name) {
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    if (client.localAddress !== "127.0.0.1") {
      report(client.localAddress);
      client.resetAndDestroy();
      return;
    }
    const harness = connect(folder + "/" + name);
    harness.on("error", () => client.resetAndDestroy());
    client.on("close", () => harness.destroy());
    client.pipe(harness).pipe(client);
  });
  return new Promise((resolve) => server.listen(port, "0.0.0.0", resolve));
}

// The questions of a resolver: the name is a list of labels after twelve bytes.
const names = createSocket("udp4", (message, from) => {
  const labels = [];
  for (let at = 12; message[at] > 0; at += message[at] + 1) {
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]));
  }
  report(labels.join("."));
  const answer = Buffer.from(message);
  answer[2] |= 0x80;
  answer[3] = 3; // No such name.
  names.send(answer, from.port, from.address);
});

await Promise.all([
  forward(443, "tls"),
  forward(80, "plain"),
  new Promise((resolve) => names.bind(53, "127.0.0.1", resolve)),
]);
report("ready");
`;
