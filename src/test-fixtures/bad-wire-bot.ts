/** Bots on the wire that misbehave, each as a real process: what is reported, and what is left of it. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { withOrderAndPosition } from "../../properties/enumeration/on-wire.ts";
import { isRunning, waitFor } from "./is-running.ts";
import { withoutMetamorphic } from "./profiles.ts";
import { folderWith, startCli } from "./run-cli.ts";

/** Each names its processes by files. `isTryOut`: its first process. */
const head = `
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
const isTryOut = !existsSync("tried");
writeFileSync("tried", "");
writeFileSync("pid-" + process.pid, "");
const base = process.env.RECONCILE_HARNESS_REST;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** The status, or 0 without a reply. */
const ask = (method, path, body) => new Promise((resolve) => {
  const asked = request(base + path, { method }, (reply) => {
    reply.resume().on("end", () => resolve(reply.statusCode));
  });
  asked.on("error", () => resolve(0));
  asked.end(body);
});
`;
export const ping = `await ask("GET", "/fapi/v1/ping");`;

/** Starts a process in a session of its own, which names itself. */
export const daemon = (start: string) => `
const mark = "started-" + process.pid;
spawn("sh", ["-c", \`exec ${start} sh -c 'touch pid-$$; touch \${mark}; exec sleep 3600'\`], { stdio: "ignore", detached: true }).unref();
while (!existsSync(mark)) await wait(5);`;

export const inRun = (text: string) => `${ping}\nif (!isTryOut) {\n${text}\n}`;

export type Bad = {
  readonly text: string;
  readonly exitCode: number;
  readonly message: string;
  readonly args?: readonly string[];
  /** A file that it writes at its end, where it must come so far. */
  readonly last?: string;
};

/** Ends when no process of the bot is left. */
export async function outcomeOf({ text, args = [], last }: Bad) {
  const cwd = folderWith({
    "bot.mjs": head + text,
    "case.json": withoutAction,
    "profile.json": withoutMetamorphic,
  });
  mkdirSync(join(cwd, "tmp"));
  const mounts = mountsNow();
  const judged = ["--wire", "node bot.mjs", "--bot-profile", "profile.json"];
  const run = await startCli(["replay", "case.json", ...judged, ...args], {
    cwd,
    env: { TMPDIR: join(cwd, "tmp") },
  });
  const pids = readdirSync(cwd).flatMap((name) => /^pid-(\d+)$/.exec(name)?.slice(1) ?? []);
  if (pids.length === 0) throw new Error("the bot did not start");
  await waitFor(() => !pids.some((pid) => isRunning(Number(pid))));
  const folders = readdirSync(join(cwd, "tmp"));
  const isWhole = last === undefined || existsSync(join(cwd, last));
  const left = { folders, hasMounts: mountsNow() !== mounts };
  return { exitCode: run.exitCode, text: run.stdout + run.stderr, isWhole, left };
}

export const dueOf = ({ exitCode, message }: Bad) => ({
  exitCode,
  isWhole: true,
  text: expect.stringContaining(message) as unknown,
  left: { folders: [], hasMounts: false },
});

/** A bot that sends nothing but a ping passes it. */
const withoutAction = {
  ...withOrderAndPosition,
  config: { ...withOrderAndPosition.config, action: "none" },
};

function mountsNow(): string {
  return existsSync("/proc/mounts") ? readFileSync("/proc/mounts", "utf8") : "";
}

export const passes = { exitCode: 0, message: "case.json: passes" };
