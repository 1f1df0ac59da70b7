/** Which mechanisms are offered when. */
import { expect, test } from "bun:test";
import type { TlsInfo } from "../../net/connection.ts";
import { SCRAM_HASHES, type ScramHash } from "../../store/scram-keys.ts";
import { bindingsOf, type ChannelBinding } from "./channel-binding.ts";
import { hasPlus, offeredMechanisms } from "./mechanisms.ts";

const tls = (version: TlsInfo["version"], endPoint: Uint8Array | undefined): TlsInfo => ({
  version,
  endPoint,
  serverName: undefined,
  alpn: undefined,
  peerChain: [],
  exporter: () => Buffer.from("exported"),
});
const names = (bindings: readonly ChannelBinding[]): string =>
  offeredMechanisms(bindings, SCRAM_HASHES)
    .map(({ name }) => name)
    .join(" ");

test("RFC 9266 §4.2: tls-exporter needs TLS 1.3; XEP-0440 §4: tls-server-end-point is offered", () => {
  const types = (facts: TlsInfo | undefined) => bindingsOf(facts).map(({ type }) => type);
  expect(types(tls("TLSv1.3", Buffer.alloc(32)))).toEqual(["tls-exporter", "tls-server-end-point"]);
  expect(types(tls("TLSv1.2", Buffer.alloc(32)))).toEqual(["tls-server-end-point"]);
  expect(types(tls("TLSv1.3", undefined))).toEqual(["tls-exporter"]);
  expect(types(undefined)).toEqual([]);
});

test("the strongest comes first, -PLUS only where there is something to bind to", () => {
  expect(names([])).toBe("SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 PLAIN");
  expect(names(bindingsOf(tls("TLSv1.3", undefined)))).toBe(
    "SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 PLAIN",
  );
});

test("SCRAM is offered for the hashes that the account has keys of; without any PLAIN alone", () => {
  const offered = (...hashes: ScramHash[]) =>
    offeredMechanisms(bindingsOf(tls("TLSv1.3", undefined)), hashes).map(({ name }) => name);
  expect(offered("SHA-1")).toEqual(["SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "PLAIN"]);
  expect(offered()).toEqual(["PLAIN"]);
});

test("hasPlus: a client that sends the flag y has been deceived (RFC 5802 §6)", () => {
  const isPlusOffered = (bindings: readonly ChannelBinding[]) => hasPlus(offeredMechanisms(bindings, SCRAM_HASHES));
  expect(isPlusOffered(bindingsOf(tls("TLSv1.2", Buffer.alloc(32))))).toBe(true);
  expect(isPlusOffered([])).toBe(false);
});
