/** The peers that a test needs: without them it is skipped by name, and in CI it fails. */
import { test } from "bun:test";
import { missingForNetwork } from "../../support/network/network.ts";
import type { Peer } from "../../support/peers/peer.ts";

export type TestWith = (title: string, body: () => Promise<void>, timeout?: number) => void;

/** What would have to be installed for these peers and what a network is made of; nothing when everything is there. */
export const missingFor = (peers: readonly Peer[]): readonly string[] =>
  [missingForNetwork(), ...peers.map((peer) => peer.missing())].filter((what) => what !== undefined);

/** `test`, where these peers and what a network is made of are installed. */
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
