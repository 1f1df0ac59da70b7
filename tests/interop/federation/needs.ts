/** Other people's servers that a test needs: without them it is skipped by name, and in CI it fails. */
import { test } from "bun:test";
import { missingForNetwork } from "../../support/network/network.ts";
import type { Peer } from "../../support/peers/peer.ts";

export type TestWith = (title: string, body: () => Promise<void>, timeout?: number) => void;

/** `test`, where these peers and what a network is made of are installed. */
export function testWithPeers(peers: readonly Peer[]): TestWith {
  const missing = [missingForNetwork(), ...peers.map((peer) => peer.missing())].filter((what) => what !== undefined);
  if (missing.length === 0) return test;
  const needs = `needs ${missing.join(", ")}`;
  if (process.env.CI !== "true") return (title) => test.skip(`${title} (${needs})`, () => {});
  return (title) =>
    test(title, () => {
      throw new Error(needs);
    });
}
