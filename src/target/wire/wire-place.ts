/** Where a bot on the wire finds the exchange: on a port of this machine, or under its own names in a sealed network. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { StreamServer } from "../../wire/stream/stream-server.ts";
import { WireServer } from "../../wire/wire-server.ts";
import { newTemporaryFolder } from "../temporary-folder.ts";
import type { RunRecorder } from "./run-recorder.ts";
import type { RunStream } from "./run-stream.ts";
import { SealedSpace } from "./sealed-space.ts";
import type { WireAddress } from "./wire-command.ts";

export type WirePlace = {
  readonly address: Pick<WireAddress, "url" | "stream">;
  readonly stream: StreamServer;
  /** For files of the runs. */
  readonly folder: string;
  /** Further variables of the bot. */
  readonly variables: Readonly<Record<string, string>>;
  /** The command as it runs there. */
  readonly enter: (command: string) => string;
  /** Ends the connections that wait for a reply that never comes. */
  readonly endHanging: () => void;
  /** Nothing is left: no listener, no process, no file. */
  readonly close: () => Promise<void>;
};

/** What answers the requests there. */
export type PlaceOwner = Pick<RunRecorder, "answer" | "noteHandshake" | "addOtherHost"> &
  Partial<Pick<RunRecorder, "noteTooLong" | "noteTlsError">> & {
    readonly stream: Pick<RunStream, "listenKeys"> &
      Partial<Pick<RunStream, "noteEvent" | "noteSent">>;
  };

function streamOf({ stream, noteHandshake: onHandshake }: PlaceOwner): StreamServer {
  const { listenKeys, noteEvent, noteSent } = stream;
  const onEvent = noteEvent ?? (() => undefined);
  const onSent = noteSent ?? (() => undefined);
  return new StreamServer({ listenKeys, nowMs: Date.now, onHandshake, onEvent, onSent });
}

function facesOf({ answer, noteTooLong, noteTlsError }: PlaceOwner, { onUpgrade }: StreamServer) {
  return { answer, onTooLong: noteTooLong, onTlsError: noteTlsError, onUpgrade };
}

export async function openPlace(owner: PlaceOwner): Promise<WirePlace> {
  const stream = streamOf(owner);
  const server = await WireServer.start(facesOf(owner, stream));
  const folder = newTemporaryFolder();
  const at = `127.0.0.1:${server.port}`;
  return {
    address: { url: `http://${at}`, stream: `ws://${at}` },
    stream,
    folder: folder.path,
    variables: {},
    enter: (command) => command,
    endHanging: () => server.endHanging(),
    close: async () => {
      await stream.close();
      await server.close();
      folder.remove();
    },
  };
}

/** Throws `TargetError` where the machine has no namespaces. */
export async function openSealedPlace(owner: PlaceOwner): Promise<WirePlace> {
  const folder = newTemporaryFolder();
  const stream = streamOf(owner);
  const shared = facesOf(owner, stream);
  // Loaded on demand: only a sealed bot needs certificates.
  const { makeCertificates } = await import("../../wire/certificates.ts");
  const { authority, key, cert } = await makeCertificates(Date.now());
  const path = join(folder.path, "authority.pem");
  writeFileSync(path, authority);
  const servers = [
    await WireServer.startAt(join(folder.path, "tls"), { ...shared, tls: { key, cert } }),
    await WireServer.startAt(join(folder.path, "plain"), shared),
  ];
  const close = async () => {
    await stream.close();
    await Promise.all(servers.map((server) => server.close()));
    folder.remove();
  };
  try {
    const space = await SealedSpace.open(folder.path, ({ host }) => owner.addOtherHost(host));
    return {
      address: { url: "https://fapi.binance.com", stream: "wss://fstream.binance.com" },
      stream,
      folder: folder.path,
      variables: {
        NODE_EXTRA_CA_CERTS: path,
        SSL_CERT_FILE: path,
        REQUESTS_CA_BUNDLE: path,
        CURL_CA_BUNDLE: path,
      },
      enter: (command) => space.enter(command),
      endHanging: () => servers.forEach((server) => server.endHanging()),
      close: async () => {
        await space.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
