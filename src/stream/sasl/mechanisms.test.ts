/** Which mechanisms are offered when. */
import { expect, test } from "bun:test";
import type { TlsInfo } from "../../net/connection.ts";
import { bindingsOf } from "./channel-binding.ts";
import { hasPlus, type OfferConditions, offeredMechanisms } from "./mechanisms.ts";

const tls = (version: TlsInfo["version"], endPoint: Uint8Array | undefined): TlsInfo => ({
  version,
  endPoint,
  serverName: undefined,
  alpn: undefined,
  peerChain: [],
  exporter: () => Buffer.from("exported"),
});
const names = (circumstances: Partial<OfferConditions>): string =>
  offeredMechanisms({ isSecure: true, bindings: [], hashes: ["SHA-256", "SHA-1"], ...circumstances })
    .map(({ name }) => name)
    .join(" ");

test("RFC 9266 §4.2: tls-exporter needs TLS 1.3; XEP-0440 §4: tls-server-end-point is offered", () => {
  const types = (facts: TlsInfo | undefined) => bindingsOf(facts).map(({ type }) => type);
  expect(types(tls("TLSv1.3", Buffer.alloc(32)))).toEqual(["tls-exporter", "tls-server-end-point"]);
  expect(types(tls("TLSv1.2", Buffer.alloc(32)))).toEqual(["tls-server-end-point"]);
  expect(types(tls("TLSv1.3", undefined))).toEqual(["tls-exporter"]);
  expect(types(undefined)).toEqual([]);
});

test("RFC 6120 §6.3.4: nothing is offered in plaintext", () => {
  expect(names({ isSecure: false })).toBe("");
});

test("the strongest comes first, -PLUS only where there is something to bind to", () => {
  expect(names({})).toBe("SCRAM-SHA-256 SCRAM-SHA-1 PLAIN");
  const bindings = bindingsOf(tls("TLSv1.3", undefined));
  expect(names({ bindings })).toBe("SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-1 PLAIN");
});

test("only hashes of which keys are kept, and nothing that is switched off", () => {
  expect(names({ hashes: ["SHA-512"], disabled: new Set(["PLAIN"]) })).toBe("SCRAM-SHA-512");
});

test("hasPlus tells whether a client that says y was deceived", () => {
  const offer = (bindings: ReturnType<typeof bindingsOf>) =>
    hasPlus(offeredMechanisms({ isSecure: true, bindings, hashes: ["SHA-1"] }));
  expect(offer(bindingsOf(tls("TLSv1.2", Buffer.alloc(32))))).toBe(true);
  expect(offer([])).toBe(false);
});
