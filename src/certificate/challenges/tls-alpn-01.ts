/** RFC 8737: TLS-ALPN-01: a certificate on port 443 for the ALPN protocol "acme-tls/1". */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createSecureContext, createServer, type Server } from "node:tls";
import { DAY } from "../../clock.ts";
import { onEveryAddressLater } from "../../net/every-address.ts";
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

/**
 * Through a listener of its own for as long as challenges are pending. `release` frees the port where this server listens
 * on it, and resolves with what listens there again. Rejects: port-taken, port-forbidden.
 */
export function tlsAlpn01OnOwnPort(
  { host, port }: ChallengePort,
  now: () => number,
  release: () => Promise<() => Promise<void>> = async () => async () => {},
): Solver {
  const pairs = new Map<string, CertificateAndKey>();
  let server: Server | undefined;
  let reopen: (() => Promise<void>) | undefined;
  return {
    type: "tls-alpn-01",
    provision: async (challenges) => {
      for (const { name, keyAuthorization } of challenges) {
        pairs.set(name, challengeCertificate(name, keyAuthorization, now()));
      }
      reopen = await release();
      server = await listen(host, port, pairs);
    },
    cleanUp: async () => {
      pairs.clear();
      if (server !== undefined) await closed(server);
      server = undefined;
      await reopen?.();
      reopen = undefined;
    },
  };
}

async function listen(host: string, port: number, pairs: ReadonlyMap<string, CertificateAndKey>): Promise<Server> {
  try {
    return await onEveryAddressLater(host, (address) => listenAt(address, port, pairs));
  } catch (error) {
    throw listenError(error, port);
  }
}

async function listenAt(host: string, port: number, pairs: ReadonlyMap<string, CertificateAndKey>): Promise<Server> {
  const server = createServer({
    ALPNProtocols: [ACME_TLS],
    minVersion: "TLSv1.2",
    SNICallback: (name, done) => {
      const pair = pairs.get(name.toLowerCase());
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
