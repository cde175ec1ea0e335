import { createServer, connect, type Socket } from "node:net";
import { request as httpsRequest } from "node:https";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { afterEach, expect, test } from "vitest";
import { startWire } from "../test-fixtures/wire-client.ts";
import type { BrokenForm } from "./broken-reply.ts";
import { makeCertificates } from "./certificates.ts";
import { ok } from "./reply.ts";
import { WireServer, type Answer, type WireServerOptions } from "./wire-server.ts";

const servers: WireServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(async (server) => server.close()));
});

/** A container may have no IPv6. */
const addresses = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .map(({ address }) => address);
const loopback = ["127.0.0.1", "::1"].filter((address) => addresses.includes(address));

/** Any port that is free. */
async function start(
  answer: Answer,
  options: Partial<WireServerOptions> = {},
): Promise<WireServer> {
  const server = await WireServer.start({ answer: async () => answer, ...options });
  servers.push(server);
  return server;
}

const rows = ok([{ symbol: "BTCUSDT", status: "NEW" }]);
const whole = '[{"symbol":"BTCUSDT","status":"NEW"}]';

/** What a client gets: status, content type and text; or that the connection broke, before the reply or in it. */
async function read(url: string): Promise<readonly unknown[]> {
  let reply: Response;
  try {
    reply = await fetch(url);
  } catch {
    return ["no reply"];
  }
  const type = reply.headers.get("content-type")?.split(";")[0];
  try {
    return [reply.status, type, await reply.text()];
  } catch {
    return [reply.status, type, "no end"];
  }
}

const json = "application/json";
const replies: Readonly<Record<BrokenForm, readonly unknown[]>> = {
  reset: ["no reply"],
  hang: ["no reply"],
  "half-body": [200, json, "no end"],
  "cut-json": [200, json, whole.slice(0, Math.ceil(whole.length / 2))],
};

test.each(["reset", "hang", "half-body", "cut-json"] as const)(
  "a reply that breaks as %s",
  async (form) => {
    const server = await start({ reply: rows, form }, { hangMs: 50 });
    expect(await read(`http://127.0.0.1:${server.port}/`)).toEqual(replies[form]);
  },
);

test("a reply without a fault is whole", async () => {
  const server = await start({ reply: rows });
  expect(await read(`http://127.0.0.1:${server.port}/`)).toEqual([200, json, whole]);
});

test("a lost reply is a reset", async () => {
  const server = await start({ reply: rows, isLost: true });
  const socket = connect(server.port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const [error] = await once(socket, "error");
  expect(error).toMatchObject({ code: "ECONNRESET" });
});

test("a reply that hangs ends with the run", async () => {
  const server = await start({ reply: rows, form: "hang" }, { hangMs: 3_600_000 });
  const asked = read(`http://127.0.0.1:${server.port}/`);
  const socket = connect(server.port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const ended = once(socket, "close");
  const turn = setInterval(() => server.endHanging(), 5);
  expect(await asked).toEqual(["no reply"]);
  await ended;
  clearInterval(turn);
});

/** The status of a request that is written as it is. */
async function statusOf(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let got = "";
  socket.setEncoding("utf8").on("data", (part: string) => (got += part));
  socket.end(text);
  await once(socket, "close");
  return got.split("\r\n")[0] ?? "";
}

test.each([
  ["127.0.0.1", 200],
  ["127.0.0.1:8080", 200],
  ["LOCALHOST:1", 200],
  ["[::1]:8080", 200],
  ["fapi.binance.com", 200],
  ["fstream.binance.com", 200],
  ["ws-fapi.binance.com", 200],
  ["api.binance.com", 200],
  ["testnet.binancefuture.com", 421],
  ["evil.example", 421],
  ["127.0.0.1.evil.example", 421],
  ["binance.com", 421],
])("a request to the host %s is HTTP %i", async (host, status) => {
  const { sandbox } = await startWire(null);
  const head = `GET /fapi/v1/ping HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  expect(await statusOf(sandbox.server.port, head)).toContain(` ${status} `);
  const harness = head.replace("/fapi/v1/ping", "/__harness/requests");
  expect(await statusOf(sandbox.server.port, harness)).toContain(` ${status} `);
  const group = status === 200 ? "start" : "other-host";
  expect(sandbox.requests[0]).toMatchObject({ host, group, status, path: "/fapi/v1/ping" });
  await sandbox.close();
});

test("the server is no proxy", async () => {
  const { sandbox } = await startWire(null);
  const { port } = sandbox.server;
  const rest = "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  expect(await statusOf(port, `GET http://127.0.0.1:${port}/fapi/v1/ping ${rest}`)).toContain(
    " 404 ",
  );
  expect(await statusOf(port, `CONNECT 127.0.0.1:${port} ${rest}`)).toBe("");
  await sandbox.close();
});

test("an unknown path is 404 with JSON, and so is a known one with another method", async () => {
  const { sandbox, client } = await startWire(null);
  for (const [method, path] of [
    ["GET", "/fapi/v1/nothing"],
    ["DELETE", "/fapi/v1/openOrders"],
    ["GET", "/sapi/v1/capital/config/getall"],
  ] as const) {
    const reply = await client.ask(method, path);
    expect(reply).toMatchObject({ status: 404, body: { code: -1, msg: "Not Found" } });
    expect(sandbox.requests.at(-1)).toMatchObject({ method, path, group: "unknown", status: 404 });
  }
  await sandbox.close();
});

test("paths of the harness are no requests to the exchange", async () => {
  const { sandbox, client } = await startWire(null);
  expect(await client.send("GET", "/__harness/requests")).toMatchObject({ status: 200, body: [] });
  expect(await client.send("POST", "/__harness/requests")).toMatchObject({ status: 404 });
  expect(await client.send("GET", "/__harness/other")).toMatchObject({ status: 404 });
  expect(sandbox.requests).toEqual([]);
  await sandbox.close();
});

const mebibyte = 1024 * 1024;

test("a body of more than 1 MiB is refused, and makes no request", async () => {
  const bodies: number[] = [];
  const server = await start(
    { reply: rows },
    {
      answer: async ({ body }) => {
        bodies.push(body.length);
        return { reply: rows };
      },
    },
  );
  const post = async (length: number) => {
    const sent = { method: "POST", body: "x".repeat(length) };
    return (await fetch(`http://127.0.0.1:${server.port}/`, sent)).status;
  };
  expect(await post(mebibyte)).toBe(200);
  expect(await post(mebibyte + 1)).toBe(413);
  expect(bodies).toEqual([mebibyte]);
  await expect(post(17 * mebibyte)).rejects.toThrow("fetch failed");
});

test("a request that its client gives up is no request", async () => {
  let requests = 0;
  const server = await start(
    { reply: rows },
    {
      answer: async () => {
        requests += 1;
        return { reply: rows };
      },
    },
  );
  const socket = connect(server.port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
  await once(socket, "ready");
  socket.resetAndDestroy();
  expect(await read(`http://127.0.0.1:${server.port}/`)).toEqual([200, json, whole]);
  expect(requests).toBe(1);
});

test("a port that is taken is refused with its cure, on either address", async () => {
  for (const host of loopback) {
    const other = createServer();
    other.listen(0, host);
    await once(other, "listening");
    const port = Reflect.get(Object(other.address()), "port") as number;
    await expect(start({ reply: rows }, { port })).rejects.toThrow(
      `--port: ${port} on ${host} is taken by another program; name another port, or leave out --port`,
    );
    // Nothing of the first address is left.
    other.close();
    await once(other, "close");
    expect((await start({ reply: rows }, { port })).port).toBe(port);
    await servers.pop()?.close();
  }
});

test("it listens on both loopback addresses", async () => {
  const { port } = await start({ reply: rows });
  expect(loopback).toContain("127.0.0.1");
  for (const address of loopback) {
    const host = address.includes(":") ? `[${address}]` : address;
    expect(await read(`http://${host}:${port}/`)).toEqual([200, json, whole]);
  }
});

/** Whether a connection is refused. */
async function isRefused(port: number, host: string): Promise<boolean> {
  const socket = connect(port, host);
  try {
    await once(socket, "connect");
    return false;
  } catch (error) {
    return Reflect.get(Object(error), "code") === "ECONNREFUSED";
  } finally {
    socket.destroy();
  }
}

test("after its end nothing listens, and no connection is left", async () => {
  const upgraded: Socket[] = [];
  const server = await start(
    { reply: rows, form: "hang" },
    { hangMs: 3_600_000, onUpgrade: (_, socket) => void upgraded.push(socket as Socket) },
  );
  const head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  const opened = [
    "",
    head,
    `${head}\r\n`,
    `${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  ];
  const sockets = opened.flatMap((text) =>
    loopback.map((host) => {
      const socket = connect(server.port, host);
      socket.on("error", () => undefined).resume();
      socket.write(text);
      return socket;
    }),
  );
  await Promise.all(sockets.map(async (socket) => once(socket, "ready")));
  while (upgraded.length < loopback.length) await new Promise((resolve) => setImmediate(resolve));
  const closed = sockets.map(async (socket) => once(socket, "close"));
  await server.close();
  await Promise.all(closed);
  expect(upgraded.every(({ destroyed }) => destroyed)).toBe(true);
  for (const host of loopback) expect(await isRefused(server.port, host)).toBe(true);
});

/** The status of the reply, or the code of the error. */
const askTls = (port: number, host: string, ca: string | undefined) =>
  new Promise<number | string | undefined>((resolve) => {
    const asked = httpsRequest({ port, host: "127.0.0.1", servername: host, ca }, (reply) => {
      reply.resume().once("end", () => resolve(reply.statusCode));
    });
    asked.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    asked.end();
  });

test("with TLS a client trusts the authority, and faults reach it too", async () => {
  const { authority, ...tls } = await makeCertificates(Date.now());
  const { port } = await start({ reply: rows }, { tls });
  for (const name of ["localhost", "fapi.binance.com", "fstream.binance.com"]) {
    expect(await askTls(port, name, authority)).toBe(200);
  }
  expect(await askTls(port, "www.binance.com", authority)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  expect(await askTls(port, "localhost", undefined)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  const broken = await start({ reply: rows, form: "reset" }, { tls });
  expect(await askTls(broken.port, "localhost", authority)).toBe("ECONNRESET");
});
