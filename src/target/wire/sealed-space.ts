/**
 * A network of its own for the bot: the names of the exchange lead to loopback, and no packet leaves. It needs Linux, with
 * user, network and mount namespaces, and no privileges. A forwarder in it passes connections on to the harness.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import split2 from "split2";
import { TargetError } from "../../simulation/target.ts";
import { venueHosts } from "../../wire/wire-server.ts";
import { killProcessGroup, processGroups } from "../stdio/process-groups.ts";
import { forwarder } from "./forwarder.ts";
import { killInNetwork, networkOf } from "./leftover-processes.ts";
import { quoted } from "../../domain/shell-word.ts";

/** A host that the bot asked for, by name or by address, and that is none of the exchange. */
export type OtherHost = { readonly host: string };

/** Null where the machine can seal a bot; else the reason. */
export function whyNotSealed(): string | null {
  if (process.platform !== "linux") return "it needs Linux";
  const tried = spawnSync("unshare", ["-rnm", "sh", "-c", "ip link set lo up"], {
    encoding: "utf8",
  });
  if (tried.error !== undefined) return "there is no `unshare` (package util-linux)";
  if (tried.status === 0) return null;
  const reason = tried.stderr.trim().split("\n").at(-1) ?? "";
  return `a namespace cannot be made here: ${reason === "" ? `exit code ${tried.status}` : reason}`;
}

/** Until the forwarder listens, in milliseconds. */
const readyMs = 10_000;

export class SealedSpace {
  readonly #holder: ChildProcess;
  readonly #pid: number;

  private constructor(holder: ChildProcess, pid: number) {
    this.#holder = holder;
    this.#pid = pid;
  }

  /**
   * `folder` has the sockets `tls` and `plain`, on which the harness listens. Throws `TargetError` where the machine has
   * no namespaces.
   */
  static async open(folder: string, onOtherHost: (other: OtherHost) => void): Promise<SealedSpace> {
    const reason = whyNotSealed();
    if (reason !== null) {
      throw new TargetError("process-exit", `--sealed: ${reason}; leave it out and name {url}`);
    }
    const names = ["localhost", ...venueHosts].join(" ");
    writeFileSync(join(folder, "hosts"), `127.0.0.1 ${names}\n`);
    writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.1\noptions attempts:1\n");
    writeFileSync(join(folder, "forwarder.mjs"), forwarder);
    const at = (name: string) => quoted(join(folder, name));
    const steps = [
      "ip link set lo up",
      // Each address is this machine, so that a connection to one is seen.
      "ip route add local 0.0.0.0/0 dev lo",
      `mount --bind ${at("hosts")} /etc/hosts`,
      `mount --bind ${at("resolv.conf")} /etc/resolv.conf`,
      `exec ${quoted(process.execPath)} ${at("forwarder.mjs")} ${quoted(folder)}`,
    ];
    const holder = spawn("unshare", ["-rnm", "sh", "-c", steps.join(" && ")], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = holder;
    if (pid === undefined) throw new TargetError("process-exit", "--sealed: unshare did not start");
    processGroups.emit("change", pid, true);
    const space = new SealedSpace(holder, pid);
    await space.#waitUntilReady(onOtherHost);
    return space;
  }

  /** The command that runs another one in the namespaces. */
  enter(command: string): string {
    // To enter a mount namespace leads to its root folder.
    const inFolder = quoted(`cd ${quoted(process.cwd())} || exit\n${command}`);
    return `exec nsenter -t ${this.#pid} -U -n -m --preserve-credentials -- sh -c ${inFolder}`;
  }

  /** Its namespaces and mounts end with its last process. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#holder.once("close", resolve));
    const network = networkOf(this.#pid);
    killProcessGroup(this.#pid);
    if (network !== null && network !== networkOf(process.pid)) killInNetwork(network);
    processGroups.emit("change", this.#pid, false);
    if (this.#holder.exitCode === null && this.#holder.signalCode === null) await ended;
  }

  async #waitUntilReady(onOtherHost: (other: OtherHost) => void): Promise<void> {
    let errors = "";
    this.#holder.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const lines = this.#holder.stdout?.pipe(split2());
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(late);
        void this.close();
        reject(new TargetError("process-exit", `--sealed: ${why}\n${errors.trim()}`));
      };
      const late = setTimeout(() => fail("the network was not ready in time"), readyMs);
      this.#holder.once("exit", () => fail("the network could not be made"));
      lines?.on("data", (line: string) => {
        if (line === "ready") {
          clearTimeout(late);
          this.#holder.removeAllListeners("exit");
          resolve();
        } else onOtherHost({ host: line });
      });
    });
  }
}
