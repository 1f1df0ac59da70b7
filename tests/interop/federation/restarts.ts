/** A thousand messages each way while either server restarts: which are lost, returned or doubled, and by whose fault. */
import { expect } from "bun:test";
import type { FederationMethod } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import type { Peer } from "../../support/peers/peer.ts";
import { testWithPeers } from "./needs.ts";
import { type BothLosses, blockOf, type Interruption, type Losses, numbered, SPEAKERS } from "./numbered-messages.ts";
import { openTwoServers } from "./two-servers.ts";

const NOTHING: Losses = { lost: [], returned: [], doubled: [], late: [] };
/** Milliseconds. */
const TEST_TIMEOUT_MS = 60_000;
/** How many stanzas we have under way that would be sent again, where the other server resumes no streams (XEP-0198 §5). */
const MAX_UNACKNOWLEDGED = 100;

/** Ours is one, the peer is the other. */
async function tollsWith(
  peer: Peer,
  way: FederationMethod,
  cuts: readonly Interruption[],
  first = jabberHome,
): Promise<BothLosses> {
  await using sides = await openTwoServers([first, peer], way, SPEAKERS);
  return await numbered(sides, cuts);
}

/** Two of ours: streams are resumed, and so nothing at all happens to anything. */
export function surviveAll(way: FederationMethod): void {
  const title = "restarts and crashes of both, in the middle of 1,000 messages each way: all arrive, once, in order";
  const cuts = ["one stops", "other is killed", "one is killed", "other stops", "other is killed"] as const;
  testWithPeers([jabberHome])(
    title,
    async () => expect(await tollsWith(jabberHome, way, cuts)).toEqual({ toOther: NOTHING, toOne: NOTHING }),
    TEST_TIMEOUT_MS,
  );
}

/** What a peer does to its own messages; `amongThemselves` is the measure. */
export interface Faults {
  /** When its stream has just begun, it sends what it has been given last before what has waited. */
  readonly overtakesItself: boolean;
}

/** Nothing that our server has accepted is lost or overtakes; and what the peer was given is not lost by us. */
export function survive(
  peer: Peer,
  way: FederationMethod,
  { overtakesItself }: Faults = { overtakesItself: false },
): void {
  const test = testWithPeers([peer]);
  const ordered = overtakesItself ? {} : { late: [] };

  test(
    `${peer.name}: our restart, in the middle of 1,000 messages each way: all of ours arrive, once, in order`,
    async () => {
      const { toOther, toOne } = await tollsWith(peer, way, ["one stops"]);
      expect(toOther).toEqual(NOTHING);
      // Some take a call in vain, while we are away, for a reason to tell the senders.
      expect(toOne).toMatchObject({ lost: [], doubled: [], ...ordered });
    },
    TEST_TIMEOUT_MS,
  );

  test(
    `${peer.name}: our crash and its restart, in the middle of 1,000 messages each way: none of ours is lost`,
    async () => {
      const cuts = ["one is killed", "other stops"] as const;
      const { toOther, toOne } = await tollsWith(peer, way, cuts);
      const inLast = (numbers: readonly number[]) => numbers.filter((number) => blockOf(number, cuts.length) === 2);
      expect(toOther).toEqual({ ...NOTHING, doubled: toOther.doubled });
      // What was under way without a word of whether it has arrived comes again: once for our crash, and for each stream
      // that a server takes up and breaks while it stops, or by a mistake of its own.
      expect(toOther.doubled.length).toBeLessThanOrEqual(4 * MAX_UNACKNOWLEDGED);
      expect(inLast(toOther.doubled)).toEqual([]);
      // Of theirs, what was under way is lost where nobody keeps it; what is said afterwards is not.
      expect(inLast([...toOne.lost, ...toOne.returned, ...toOne.doubled])).toEqual([]);
      expect(toOne).toMatchObject(ordered);
    },
    TEST_TIMEOUT_MS,
  );
}

/** The measure of what is forgiven above: where this finds nothing any more, nothing is to be forgiven. */
export function amongThemselves(peer: Peer, way: FederationMethod): void {
  testWithPeers([peer])(
    `${peer.name}: two of them, of which one restarts, lose, double or mix up messages of their own`,
    async () => {
      const { toOther, toOne } = await tollsWith(peer, way, ["other stops"], peer);
      const all = [toOther, toOne].flatMap((toll) => [...toll.lost, ...toll.returned, ...toll.doubled, ...toll.late]);
      expect(all.length).toBeGreaterThan(MAX_UNACKNOWLEDGED);
    },
    TEST_TIMEOUT_MS,
  );
}
