/** RFC 8737: TLS-ALPN-01: a certificate on port 443 for the ALPN protocol "acme-tls/1". */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createSecureContext, createServer, type Server } from "node:tls";
import { DAY } from "../../clock.ts";
import { onEveryAddressLater } from "../../net/every-address.ts";
import { TlsContext } from "../../net/tls-context.ts";
import type { TlsProtocol } from "../../net/tls-protocols.ts";
import { der, TAG } from "../../trust/der.ts";
import type { CertificateAndKey } from "../certificate-and-key.ts";
import { extension, selfIssued } from "../self-issued.ts";
import { type ChallengePort, listenError, type Solver } from "./challenge.ts";

const ACME_TLS = "acme-tls/1";

/** §3: for the one name, with the SHA-256 of the key authorization in a critical extension. */
export function challengeCertificate(name: string, keyAuthorization: string, now: number): CertificateAndKey {
  const digest = createHash("sha256").update(keyAuthorization).digest();
  const acmeIdentifier = extension("1.3.6.1.5.5.7.1.31", true, der(TAG.octetString, digest));
  return selfIssued({ names: [name], notBefore: now - DAY, notAfter: now + DAY, extensions: [acmeIdentifier] });
}

type TlsAlpn01Solver = Solver & { readonly type: "tls-alpn-01" };

/** The certificates of the pending challenges, by name. */
export interface TlsAlpn01Responses {
  add(name: string, keyAuthorization: string): void;
  remove(name: string): void;
  /** Undefined where no challenge of this name (SNI) is pending. */
  certificateFor(name: string | undefined): CertificateAndKey | undefined;
}

export function openTlsAlpn01Responses(now: () => number): TlsAlpn01Responses {
  const pairs = new Map<string, CertificateAndKey>();
  return {
    add: (name, keyAuthorization) => void pairs.set(name, challengeCertificate(name, keyAuthorization, now())),
    remove: (name) => void pairs.delete(name),
    certificateFor: (name) => (name === undefined ? undefined : pairs.get(name.toLowerCase())),
  };
}

/** The same as a protocol of a port that has others, too. */
export function acmeTls(responses: TlsAlpn01Responses): TlsProtocol {
  return {
    alpn: ACME_TLS,
    accept: (connection, { serverName }) => {
      const pair = responses.certificateFor(serverName);
      if (pair === undefined) return undefined;
      const certificates = new TlsContext([{ chain: pair.chainPem, key: pair.keyPem }]);
      // §3: the handshake is all there is; afterwards the connection is closed.
      return { role: { certificates }, handler: { secured: () => connection.end(), data: () => {}, closed: () => {} } };
    },
  };
}

/** Through a port that is listened on already and uses `responses`. */
export const tlsAlpn01 = (responses: Pick<TlsAlpn01Responses, "add" | "remove">): TlsAlpn01Solver => ({
  type: "tls-alpn-01",
  provision: async (challenges) => {
    for (const { name, keyAuthorization } of challenges) responses.add(name, keyAuthorization);
  },
  cleanUp: async (challenges) => {
    for (const { name } of challenges) responses.remove(name);
  },
});

/** Through a listener of its own for as long as challenges are pending. Rejects: port-taken, port-forbidden. */
export function tlsAlpn01OnOwnPort({ host, port }: ChallengePort, now: () => number): TlsAlpn01Solver {
  const responses = openTlsAlpn01Responses(now);
  const solver = tlsAlpn01(responses);
  let server: Server | undefined;
  return {
    type: "tls-alpn-01",
    provision: async (challenges) => {
      await solver.provision(challenges);
      server ??= await listen(host, port, responses);
    },
    cleanUp: async (challenges) => {
      await solver.cleanUp(challenges);
      if (server !== undefined) await closed(server);
      server = undefined;
    },
  };
}

async function listen(host: string, port: number, responses: TlsAlpn01Responses): Promise<Server> {
  try {
    return await onEveryAddressLater(host, (address) => listenAt(address, port, responses));
  } catch (error) {
    throw listenError(error, port);
  }
}

async function listenAt(host: string, port: number, responses: TlsAlpn01Responses): Promise<Server> {
  const server = createServer({
    ALPNProtocols: [ACME_TLS],
    minVersion: "TLSv1.2",
    SNICallback: (name, done) => {
      const pair = responses.certificateFor(name);
      if (pair === undefined) done(new Error("no challenge is open for this name"));
      else done(null, createSecureContext({ cert: pair.chainPem, key: pair.keyPem }));
    },
  });
  // §3: the handshake is all there is; afterwards the connection is closed.
  server.on("secureConnection", (socket) => socket.end());
  server.on("tlsClientError", (_, socket) => socket.destroy());
  server.listen(port, host);
  await once(server, "listening");
  return server;
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
