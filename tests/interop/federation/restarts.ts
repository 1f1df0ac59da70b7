/** A thousand messages each way while a server restarts: which are lost, returned, duplicated or reordered. */
import { expect } from "bun:test";
import type { FederationMethod } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { type Peer, roomsOf } from "../../support/peers/peer.ts";
import { OPEN } from "../../support/xep/rooms.ts";
import { testWithPeers } from "./needs.ts";
import {
  ACCOUNTS,
  type BothLosses,
  blockOf,
  exchangeNumbered,
  type Interruption,
  type Losses,
} from "./numbered-messages.ts";
import { enterRoom, makeRoom, receivePresence } from "./occupants.ts";
import { befriend, openTwoServers } from "./two-servers.ts";

const NOTHING: Losses = { lost: [], returned: [], doubled: [], reordered: [] };
/** Milliseconds. */
const TEST_TIMEOUT_MS = 180_000;
/** Unacknowledged stanzas of jabber-home, which are sent again where the other server cannot resume streams (XEP-0198 §5). */
const MAX_UNACKNOWLEDGED = 100;

/** jabber-home is one server, the peer the other. */
async function lossesWith(
  peer: Peer,
  method: FederationMethod,
  cuts: readonly Interruption[],
  first = jabberHome,
): Promise<BothLosses> {
  await using sides = await openTwoServers([first, peer], method, ACCOUNTS);
  try {
    return await exchangeNumbered(sides, cuts);
  } catch (error) {
    // Nothing is known of the messages then.
    throw peer !== jabberHome && sides.other.hasEndedStream() ? new PeerFailed(error) : error;
  }
}

/** The peer has ended the stream of one of its clients by itself. */
class PeerFailed extends Error {
  constructor(cause: unknown) {
    super("the peer has closed the stream of its own client", { cause });
  }
}

/** The same, and once more where the peer fails its own client. */
const lossesWithFailing: typeof lossesWith = (...given) =>
  lossesWith(...given).catch((error: unknown) => {
    if (!(error instanceof PeerFailed)) throw error;
    console.warn(error.message);
    return lossesWith(...given);
  });

/** Two jabber-home servers resume their streams: no message is lost, duplicated or reordered. */
export function testRestartsOfOurs(method: FederationMethod): void {
  const title = "restarts and crashes of both during 1,000 messages each way: all arrive, once, in order";
  const cuts = ["one stops", "other is killed", "one is killed", "other stops", "other is killed"] as const;
  testWithPeers([jabberHome])(
    title,
    async () => expect(await lossesWith(jabberHome, method, cuts)).toEqual({ toOther: NOTHING, toOne: NOTHING }),
    TEST_TIMEOUT_MS,
  );
}

/** Known faults of a peer, which `testPeerAlone` demonstrates. */
export interface Faults {
  /** On a new stream it sends new messages before queued ones. */
  readonly overtakesItself: boolean;
}

/** Contacts elsewhere do not see for ever who was there when a jabber-home server was killed. */
export function testPresenceAfterKill(method: FederationMethod): void {
  testWithPeers([jabberHome])(
    `RFC 6121 §4.5: after SIGKILL and a start the other server's contacts and rooms get unavailable presence: ${method.name}`,
    async () => {
      await using sides = await openTwoServers([jabberHome, jabberHome], method, ["romeo", "juliet"]);
      const romeo = await sides.one.enter("romeo");
      const juliet = await sides.other.enter("juliet");
      await befriend(romeo, juliet);
      const room = `balcony@${roomsOf(sides.other.domain)}`;
      await makeRoom(juliet, room, OPEN);
      await enterRoom(romeo, room);
      await receivePresence(juliet, room, "romeo");
      juliet.client.inbox.forget();
      await sides.one.end("kill");
      await juliet.receivesNothing('<presence type="unavailable"/>');
      await sides.one.start();
      await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
      await receivePresence(juliet, room, "romeo", "unavailable");
    },
    TEST_TIMEOUT_MS,
  );
}

/** Messages accepted by jabber-home are neither lost nor reordered; messages of the peer are not lost by jabber-home. */
export function testRestartsWith(
  peer: Peer,
  method: FederationMethod,
  { overtakesItself }: Faults = { overtakesItself: false },
): void {
  const test = testWithPeers([peer]);
  const ordered = overtakesItself ? {} : { reordered: [] };

  test(
    `${peer.name}: a restart of jabber-home during 1,000 messages each way: all of its messages arrive, once, in order`,
    async () => {
      const { toOther, toOne } = await lossesWithFailing(peer, method, ["one stops"]);
      expect(toOther).toEqual(NOTHING);
      // Some peers return messages with an error when a connection fails during the restart.
      expect(toOne).toMatchObject({ lost: [], doubled: [], ...ordered });
    },
    TEST_TIMEOUT_MS,
  );

  test(
    `${peer.name}: a crash of jabber-home and a restart of the peer during 1,000 messages each way: none of jabber-home's is lost`,
    async () => {
      const cuts = ["one is killed", "other stops"] as const;
      const { toOther, toOne } = await lossesWith(peer, method, cuts);
      const inLast = (numbers: readonly number[]) => numbers.filter((number) => blockOf(number, cuts.length) === 2);
      expect(toOther).toEqual({ ...NOTHING, doubled: toOther.doubled });
      // Unacknowledged messages are sent again: once for the crash, and for each stream
      // that the peer accepts and closes while it stops, or by a fault of its own.
      expect(toOther.doubled.length).toBeLessThanOrEqual(4 * MAX_UNACKNOWLEDGED);
      expect(inLast(toOther.doubled)).toEqual([]);
      // Messages of the peer that were in flight may be lost; those of the last block are not.
      expect(inLast([...toOne.lost, ...toOne.returned, ...toOne.doubled])).toEqual([]);
      expect(toOne).toMatchObject(ordered);
    },
    TEST_TIMEOUT_MS,
  );
}

/** Shows the faults that `testRestartsWith` tolerates: if this fails, the tolerance is to be removed. */
export function testPeerAlone(peer: Peer, method: FederationMethod): void {
  testWithPeers([peer])(
    `${peer.name}: two such servers lose, duplicate or reorder messages when one restarts`,
    async () => {
      const faults = await lossesWith(peer, method, ["other stops"], peer).then(
        ({ toOther, toOne }) =>
          [toOther, toOne].flatMap(({ lost, returned, doubled, reordered }) => [
            ...lost,
            ...returned,
            ...doubled,
            ...reordered,
          ]).length,
        endLost,
      );
      // How many depends on what is on its way at that moment.
      expect(faults).toBeGreaterThan(0);
    },
    TEST_TIMEOUT_MS,
  );
}

/** What marks the end has never come: nobody can tell how much else was lost. Rethrows any other error. */
function endLost(error: unknown): number {
  if (error instanceof Error && error.message.startsWith("no matching element")) return Number.POSITIVE_INFINITY;
  throw error;
}
