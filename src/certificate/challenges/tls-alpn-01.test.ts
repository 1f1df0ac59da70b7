import { describe, expect, test } from "bun:test";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:tls";
import { freePorts } from "../../../tests/support/network/free-ports.ts";
import type { PendingChallenge } from "./challenge.ts";
import { challengeCertificate, tlsAlpn01OnOwnPort } from "./tls-alpn-01.ts";

const NOW = Date.now();
const challenge: PendingChallenge = {
  name: "example.com",
  token: "t",
  keyAuthorization: "t.thumb",
  accountUrl: "",
  issuers: [],
};

/** What is shown to who asks for the name with the protocol; "refused" where the handshake fails. */
async function shown(port: number, servername: string, protocol: string) {
  const socket = connect({ host: "127.0.0.1", port, servername, ALPNProtocols: [protocol], rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect");
    return { protocol: socket.alpnProtocol, certificate: socket.getPeerX509Certificate() };
  } catch {
    return "refused";
  } finally {
    socket.destroy();
  }
}

describe("RFC 8737 §3", () => {
  test("a critical acmeIdentifier with the SHA-256 of the key authorization, and one dNSName", () => {
    const certificate = new X509Certificate(challengeCertificate("example.com", "t.thumb", NOW).chainPem);
    const digest = createHash("sha256").update("t.thumb").digest("hex");
    // Extension: 1.3.6.1.5.5.7.1.31, critical, an octet string of the octet string of the digest.
    expect(certificate.raw.toString("hex")).toContain(`06082b0601050507011f0101ff04220420${digest}`);
    expect(certificate.subjectAltName).toBe("DNS:example.com");
  });

  test('the certificate is shown to who negotiates "acme-tls/1" for the name, and to nobody else', async () => {
    const [port = 0] = await freePorts(1);
    const solver = tlsAlpn01OnOwnPort({ host: "127.0.0.1", port }, () => NOW);
    await solver.provision([challenge]);
    const answer = await shown(port, "example.com", "acme-tls/1");
    expect(answer).toMatchObject({ protocol: "acme-tls/1", certificate: { subjectAltName: "DNS:example.com" } });
    expect(await shown(port, "other.example", "acme-tls/1")).toBe("refused");
    expect(await shown(port, "example.com", "http/1.1")).toBe("refused");
    await solver.cleanUp([challenge]);
    expect(await shown(port, "example.com", "acme-tls/1")).toBe("refused");
  });

  test("port-taken", async () => {
    const taken = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
    const port = { host: "127.0.0.1", port: taken.port };
    const solver = tlsAlpn01OnOwnPort(port, () => NOW);
    const error = await solver.provision([challenge]).catch((thrown: unknown) => thrown);
    await solver.cleanUp([challenge]);
    taken.stop(true);
    expect(error).toMatchObject({ problem: { reason: "port-taken" } });
  });
});
