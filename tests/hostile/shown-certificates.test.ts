/** RFC 6120 §13.7: certificates that remote servers present in either direction, and the verdict on each. */
import { afterEach, describe, expect, test } from "bun:test";
import { type CertificatePem, TlsContext } from "../../src/net/tls-context.ts";
import { openTrust } from "../../src/trust/chain.ts";
import type { Problem, Verdict } from "../../src/trust/verdict.ts";
import {
  authority,
  certify,
  dns,
  NOW,
  type SignedCertificate,
  serverCertificate,
} from "../support/certificate/authority.ts";
import { dialForTest } from "../support/network/dialling.ts";
import { listenForTest, until } from "../support/network/listening-trial.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

const root = authority("Root");
const upper = authority("Upper", { by: root });
const lower = authority("Lower", { by: upper });
const honest = serverCertificate(lower, [dns("verona.example")]);
const trust = openTrust({ roots: [root.pem], now: () => NOW });

const pemOf = ([first, ...others]: readonly [SignedCertificate, ...SignedCertificate[]]): CertificatePem => ({
  chain: [first, ...others].map(({ pem }) => pem).join(""),
  key: first.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
});
const ours = pemOf([certify({ subject: "us", names: [dns("mantua.example")] })]);

/** The accepting side's verdict on a certificate chain, and the initiating side's. */
async function verdicts(
  chain: readonly [SignedCertificate, ...SignedCertificate[]],
): Promise<{ incoming: Verdict; outgoing: Verdict }> {
  const theirs = pemOf(chain);
  const acceptingListener = listenForTest({
    tls: new TlsContext([ours]),
    asksForCertificate: true,
    alpn: "xmpp-server",
  });
  const initiatingListener = listenForTest({
    tls: new TlsContext([theirs]),
    asksForCertificate: true,
    alpn: "xmpp-server",
  });
  cleanups.push(acceptingListener.stop, initiatingListener.stop);
  const inwardDial = dialForTest({ port: acceptingListener.port, certificate: theirs });
  const outwardDial = dialForTest({ port: initiatingListener.port, certificate: ours });
  const [caller, callee] = await Promise.all([inwardDial.dialled, outwardDial.dialled]);
  await until(() => acceptingListener.connections[0]?.tls !== undefined && callee.tls !== undefined);
  const [incoming, outgoing] = [acceptingListener.connections[0], callee].map((connection) =>
    trust.verify(connection?.tls?.peerChain ?? [], "verona.example"),
  );
  caller.destroy();
  callee.destroy();
  if (incoming === undefined || outgoing === undefined) throw new Error("no connection was accepted");
  return { incoming, outgoing };
}

describe("a chain has the same verdict in both directions", () => {
  const stranger = authority("Stranger");
  const cases: readonly [string, Problem | "trusted", readonly [SignedCertificate, ...SignedCertificate[]]][] = [
    ["a certificate for servers only, and what leads to its root", "trusted", [honest, lower, upper]],
    ["and its root", "trusted", [honest, lower, upper, root]],
    ["out of order, and with others between", "trusted", [honest, stranger, root, upper, lower]],
    ["without what leads to its root", "untrusted", [honest]],
    [
      "of an unknown authority, with its own root",
      "untrusted",
      [serverCertificate(stranger, [dns("verona.example")]), stranger],
    ],
    ["signed by itself", "self-signed", [certify({ subject: "verona", names: [dns("verona.example")] })]],
    [
      "that has expired",
      "expired",
      [certify({ subject: "verona", names: [dns("verona.example")], by: lower, notAfter: NOW - 1000 }), lower, upper],
    ],
    ["for another name", "wrong-name", [serverCertificate(lower, [dns("verona.example.com")]), lower, upper]],
    [
      "with the name as its common name alone",
      "wrong-name",
      [serverCertificate(lower, [], { subject: "verona.example" }), lower, upper],
    ],
    [
      "signed by an honest server",
      "wrong-purpose",
      [serverCertificate(honest, [dns("verona.example")]), honest, lower, upper],
    ],
  ];

  test.each(cases)("%s: %s", async (_, expected, chain) => {
    const { incoming, outgoing } = await verdicts(chain);
    const textOf = (verdict: Verdict) => (verdict.trusted ? "trusted" : verdict.problem);
    expect([textOf(incoming), textOf(outgoing)]).toEqual([expected, expected]);
  });
});
