/** Where a bot on the wire finds the exchange: on a port of this machine, or under its own names in a sealed network. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { StreamServer } from "../../wire/stream/stream-server.ts";
import { WireServer } from "../../wire/wire-server.ts";
import { newTemporaryFolder } from "../temporary-folder.ts";
import type { RunRecorder } from "./run-recorder.ts";
import { SealedSpace } from "./sealed-space.ts";
import type { WireAddress } from "./wire-command.ts";

export type WirePlace = {
  readonly address: Pick<WireAddress, "url" | "stream">;
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

/** A run is judged by its reads, so its user stream is silent. */
function streamOf({ listenKeys, noteHandshake: onHandshake }: RunRecorder): StreamServer {
  return new StreamServer({ listenKeys, nowMs: Date.now, onHandshake });
}

function facesOf({ answer, noteTooLong, noteTlsError }: RunRecorder, { onUpgrade }: StreamServer) {
  return { answer, onTooLong: noteTooLong, onTlsError: noteTlsError, onUpgrade };
}

export async function openPlace(recorder: RunRecorder): Promise<WirePlace> {
  const stream = streamOf(recorder);
  const server = await WireServer.start(facesOf(recorder, stream));
  const folder = newTemporaryFolder();
  const at = `127.0.0.1:${server.port}`;
  return {
    address: { url: `http://${at}`, stream: `ws://${at}` },
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
export async function openSealedPlace(recorder: RunRecorder): Promise<WirePlace> {
  const folder = newTemporaryFolder();
  const stream = streamOf(recorder);
  const shared = facesOf(recorder, stream);
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
    const space = await SealedSpace.open(folder.path, ({ host }) => recorder.addOtherHost(host));
    return {
      address: { url: "https://fapi.binance.com", stream: "wss://fstream.binance.com" },
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
