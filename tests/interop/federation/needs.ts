/** The peers that a test needs: without them it is skipped by name, and in CI it fails. */
import { test } from "bun:test";
import { missingForNetwork } from "../../support/network/network.ts";
import type { Peer } from "../../support/peers/peer.ts";

export type TestWith = (title: string, body: () => Promise<void>, timeout?: number) => void;

/** Missing programs of these peers and of the test network. */
export const missingFor = (peers: readonly Peer[]): readonly string[] =>
  [missingForNetwork(), ...peers.map((peer) => peer.missing())].filter((what) => what !== undefined);

/** `test`, where these peers and the programs of the test network are installed. */
export function testWithPeers(peers: readonly Peer[]): TestWith {
  const missing = missingFor(peers);
  if (missing.length === 0) return test;
  const needs = `needs ${missing.join(", ")}`;
  if (process.env.CI !== "true") return (title) => test.skip(`${title} (${needs})`, () => {});
  return (title) =>
    test(title, () => {
      throw new Error(needs);
    });
}
