/** A certificate of a throw-away authority, for the names of loopback and of the venue. */
// The next import does not work without it.
// oxlint-disable-next-line import/no-unassigned-import -- it adds to the global `Reflect`
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { venueHosts } from "./wire-server.ts";

export type Certificates = {
  /** In PEM. A client has to trust it; its key is not kept. */
  readonly authority: string;
  /** Of the server, in PEM. */
  readonly key: string;
  readonly cert: string;
};

const validMs = 24 * 3_600_000;
/** A client whose clock is behind accepts it too. */
const clockSkewMs = 3_600_000;

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Valid for one day from `nowMs`. */
export async function makeCertificates(nowMs: number): Promise<Certificates> {
  const shared = {
    notBefore: new Date(nowMs - clockSkewMs),
    notAfter: new Date(nowMs + validMs),
    signingAlgorithm: algorithm,
  };
  const issuer = await newKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...shared,
      name: "CN=reconcile-harness",
      keys: issuer,
      extensions: await ofAuthority(issuer),
    },
    webcrypto,
  );
  const server = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      ...shared,
      subject: "CN=localhost",
      issuer: authority.subject,
      publicKey: server.publicKey,
      signingKey: issuer.privateKey,
      extensions: await ofServer(server, issuer),
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey("pkcs8", server.privateKey);
  return {
    authority: authority.toString("pem"),
    key: x509.PemConverter.encode(key, "PRIVATE KEY"),
    cert: certificate.toString("pem"),
  };
}

async function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

type Keys = Awaited<ReturnType<typeof newKeys>>;

/** Clients that check strictly want the identifiers of keys too. */
async function ofAuthority({ publicKey }: Keys): Promise<x509.Extension[]> {
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  return [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
  ];
}

async function ofServer({ publicKey }: Keys, issuer: Keys): Promise<x509.Extension[]> {
  const names = [
    ...["localhost", ...venueHosts].map((value) => ({ type: "dns", value }) as const),
    ...["127.0.0.1", "::1"].map((value) => ({ type: "ip", value }) as const),
  ];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(names),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
    await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webcrypto),
  ];
}
