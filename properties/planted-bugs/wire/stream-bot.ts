/**
 * The bot with a user stream: `bot.mjs`, and what it does with events. It decides by its lists. An event only shows that
 * a request has become needless. A piece that is replaced is in the text exactly once.
 */
import { readFileSync } from "node:fs";
import { end, upgradeHeaders } from "./bug-parts.ts";
import { replaceOnce, wireBotPath } from "./wire-bug.ts";

/** What has no part in `bot.mjs`. */
const streamPart = `
/** What events have shown. They only add to it, so that neither their order nor a repetition matters. */
const endedOrders = new Set();
const movedPositions = new Set();
const stream = { socket: null, isOpen: false, onPong: () => undefined };
const idOf = (symbol, id) => symbol + " " + id;

async function openStream() {
  const { status, text } = await ask("POST", "/fapi/v1/listenKey");
  if (status !== 200) return;
  const opened = request({
    host: base.hostname,
    port: base.port,
    path: "/private/ws/" + JSON.parse(text).listenKey,
    headers: ${upgradeHeaders},
  });
  opened.end();
  await new Promise((resolve) => {
    opened.on("upgrade", (_, socket, head) => resolve(listen(socket, head)));
    opened.on("response", resolve);
    opened.on("error", resolve);
  });
}

function listen(socket, head) {
  Object.assign(stream, { socket, isOpen: true });
  let rest = head;
  const read = () => {
    while (rest.length >= 4 || (rest.length >= 2 && rest[1] < 126)) {
      const start = rest[1] < 126 ? 2 : 4;
      const ends = start + (rest[1] < 126 ? rest[1] : rest.readUInt16BE(2));
      if (rest.length < ends) return;
      const [kind, text] = [rest[0] & 15, rest.toString("utf8", start, ends)];
      rest = rest.subarray(ends);
      if (kind === 1) show(JSON.parse(text.replace(/"i":(\\d+)/g, '"i":"$1"')));
      if (kind === 8) socket.destroy();
      if (kind === 10) stream.onPong();
    }
  };
  socket.on("data", (part) => {
    rest = Buffer.concat([rest, part]);
    read();
  });
  socket.on("error", () => socket.destroy());
  socket.on("end", () => socket.destroy());
  socket.on("close", () => {
    stream.isOpen = false;
    stream.onPong();
  });
  read();
}

/** Ends when all that was sent before has arrived, or the stream has ended. */
async function settled() {
  if (!stream.isOpen) return;
  await new Promise((resolve) => {
    stream.onPong = resolve;
    stream.socket.write(Buffer.from([0x89, 0x80, 0, 0, 0, 0]));
  });
}

function show(event) {
  if (event.e !== "ORDER_TRADE_UPDATE") return;
  const { s: symbol, c: id, X: status, i: orderId, z: filled } = event.o;
  if (ended.includes(status)) endedOrders.add(idOf(symbol, id));
  const known = expected.orders.find((one) => one.symbol === symbol && one.clientOrderId === id);
  if (known === undefined || (known.orderId ?? orderId) !== orderId) return;
  if (units(filled) > units(known.filledQuantity)) book(known, event.o);
}

/** A list and an event can contradict each other, so the position is left to the next run. */
function book(order) {
  movedPositions.add(placeOf(order));
}

const ended = ["FILLED", "CANCELED", "EXPIRED", "REJECTED"];
const hasEnded = (symbol, id) => endedOrders.has(idOf(symbol, id));

await openStream();
try {
  await reconcile();
} finally {
  stream.socket?.destroy();
}
`;

const changes: readonly (readonly [piece: string, by: string])[] = [
  [end, streamPart],
  [
    `  const { status, text } = await ask("GET", path);\n`,
    `  const { status, text } = await ask("GET", path);\n  await settled();\n`,
  ],
  [
    "  const { status, text } = await ask(method, path, parameters);\n",
    "  const { status, text } = await ask(method, path, parameters);\n  await settled();\n",
  ],
  [
    "!isOwn(clientOrderId) || isBlocked(isSame)) continue;",
    "!isOwn(clientOrderId) || isBlocked(isSame)) continue;\n      if (hasEnded(symbol, clientOrderId)) continue;",
  ],
  [
    "    if (isBlocked(isSame)) continue;",
    "    if (isBlocked(isSame) || movedPositions.has(placeOf({ symbol, positionSide }))) continue;",
  ],
];

/** Throws where a piece that it changes is not in the bot exactly once. */
export function streamBotText(): string {
  const bot = readFileSync(wireBotPath, "utf8");
  return changes.reduce((text, [piece, by]) => replaceOnce(text, piece, by), bot);
}
