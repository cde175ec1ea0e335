/**
 * The hosts that requests may go to. A read and a change have hosts of different types, so that code which has only
 * the host of a read compiles no change.
 */
import type { GateInputs } from "../domain/gate.ts";
import { printableShort } from "../domain/printable-text.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { closedGates } from "../pipeline/gates.ts";

export const venueOrigin = "https://fapi.binance.com";

/** As `URL` writes them: it also turns `127.1` and `LOCALHOST` into these. */
const loopbackNames: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

const expected = `${venueOrigin}, or a loopback host such as http://127.0.0.1:8080`;

/** Signed reads may go there: this machine, or the venue. */
export class ReadHost {
  readonly #url: URL;

  /** `source` names the option or variable. Throws `BadInputError`, which never prints a password of the URL. */
  constructor(written: string, source: string) {
    const url = URL.canParse(written) ? new URL(written) : null;
    if (url !== null && (url.username !== "" || url.password !== "")) {
      throw new BadInputError(`${source}: expected ${expected}, got a URL with a user or password`);
    }
    if (url === null || !isBare(url) || !(isLoopback(url) || url.origin === venueOrigin)) {
      throw new BadInputError(`${source}: expected ${expected}, got '${printableShort(written)}'`);
    }
    this.#url = url;
  }

  /** Scheme, name and port. */
  get origin(): string {
    return this.#url.origin;
  }

  /** Name and port. */
  get name(): string {
    return this.#url.host;
  }

  get isLoopback(): boolean {
    return isLoopback(this.#url);
  }
}

function isBare({ protocol, pathname, search, hash }: URL): boolean {
  return /^https?:$/.test(protocol) && pathname === "/" && search === "" && hash === "";
}

function isLoopback({ hostname }: URL): boolean {
  return loopbackNames.includes(hostname);
}

/** What opens a host that is not on this machine. */
export type HostConsent = {
  /** The name of the host, as the operator typed it for this one run; null: it was not given. */
  readonly typedHost: string | null;
  readonly gates: GateInputs;
};

/** Requests that change something may go there: this machine, or a host that the operator named behind five open gates. */
export class SendHost {
  readonly #host: ReadHost;

  /** Throws `BadInputError`. */
  constructor(host: ReadHost, consent: HostConsent | null) {
    const typedHost = consent?.typedHost ?? null;
    if (typedHost !== null && typedHost !== host.name) {
      const got = `got '${printableShort(typedHost)}'`;
      throw new BadInputError(
        `--host: the requests would go to ${host.name}, ${got}; name one host`,
      );
    }
    if (!host.isLoopback) refuseWithoutConsent(host, consent);
    this.#host = host;
  }

  get origin(): string {
    return this.#host.origin;
  }
}

function refuseWithoutConsent({ name }: ReadHost, consent: HostConsent | null): void {
  if (consent === null || consent.typedHost === null) {
    throw new BadInputError(
      `${name} is not on this machine, so no request that changes an order goes there; ` +
        `to permit it, open the five gates and add --host ${name}`,
    );
  }
  const closed = closedGates(consent.gates).map(({ source }) => source);
  // Gates of a bot's own are not the five.
  if (closed.length === 0 && consent.gates.own === undefined) return;
  const named = closed.length === 0 ? "the bot has gates of its own" : closed.join(", ");
  throw new BadInputError(
    `${name} is not on this machine, and a gate of live mode is closed: ${named}; docs/runbook.md opens them`,
  );
}
