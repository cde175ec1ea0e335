/** A client library in a process of its own, next to the exchange that it is pointed at. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { quoted } from "../../src/domain/shell-word.ts";
import type { WirePlace } from "../../src/target/wire/wire-place.ts";
import type { Place } from "./drivers.mjs";

/** The loader of TypeScript sends messages too. */
const answerSchema = z.object({ call: z.string(), result: z.string() });

export class ClientProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (result: string) => void>();
  readonly #ended: Promise<never>;

  constructor(program: URL, name: string, place: Place, { enter, variables }: WirePlace) {
    const path = fileURLToPath(program);
    const node = [process.execPath, "--import", import.meta.resolve("tsx")];
    const command = [...node, path, name, JSON.stringify(place)].map(quoted).join(" ");
    this.#child = spawn("sh", ["-c", enter(`exec ${command}`)], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      // The connector of Binance logs each connection otherwise.
      env: { ...process.env, LOG_LEVEL: "error", ...variables },
    });
    this.#child.on("message", (message) => {
      const { data } = answerSchema.safeParse(message);
      if (data !== undefined) this.#waiting.get(data.call)?.(data.result);
    });
    this.#ended = once(this.#child, "exit").then(() => {
      throw new Error(`the process of ${name} has ended`);
    });
    // Nothing may wait for it.
    this.#ended.catch(() => undefined);
  }

  /** What the call ended with, for a reader. Rejects where the process ends. */
  async ask(call: string): Promise<string> {
    const answered = new Promise<string>((resolve) => this.#waiting.set(call, resolve));
    this.#child.send(call);
    return Promise.race([answered, this.#ended]);
  }

  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended.catch(() => undefined);
  }
}
