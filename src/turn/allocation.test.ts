/** RFC 8656 §7, §9, §12: what time does to permissions, channels and allocations, and what frees ports. */
import { expect, test } from "bun:test";
import { type ManualClock, manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { MINUTE, systemClock } from "../clock.ts";
import type { Connection } from "../net/connection.ts";
import { Allocation, type TurnClient } from "./allocation.ts";
import { METHOD, TurnError } from "./attributes.ts";
import { credentialsFor } from "./credentials.ts";
import { acceptTurn } from "./listeners.ts";
import { REQUESTED_UDP, startTestTurn, TestClient } from "./testing.ts";

const PEER = { address: "8.8.8.8", port: 9 };
const DATA = Buffer.from("abcd");
const CHANNEL_DATA = Buffer.from([0x40, 0, 0, 4, ...DATA]);

function allocationAt(clock: ManualClock) {
  const [sent, received]: [string[], string[]] = [[], []];
  const client: TurnClient = {
    ...{ address: "5.5.5.5", port: 1, id: "one", isStream: false, isClosed: false, allocation: undefined },
    send: (bytes) => received.push(Buffer.from(bytes).toString("hex")),
  };
  const relay = {
    family: 4,
    ...{ port: 50_000, receive: () => {}, close: () => {} },
    send: (bytes: Uint8Array) => sent.push(Buffer.from(bytes).toString()),
    sendWhole: () => {},
  } as const;
  const allocation = new Allocation({
    ...{ client, owner: "a", username: "1:a", relays: [relay], monotonic: clock.monotonic },
    admits: () => true,
    relayedAt: () => undefined,
    addressOf: () => "6.6.6.6",
  });
  return { allocation, sent, received };
}

test("§9: a permission ends after five minutes, in both directions, unless it is renewed", () => {
  const clock = manualClock();
  const { allocation, sent, received } = allocationAt(clock);
  allocation.permit(PEER.address, { isOutside: true });
  clock.advance(4 * MINUTE);
  allocation.permit(PEER.address, { isOutside: true });
  clock.advance(4 * MINUTE);
  allocation.sendToPeer(PEER, DATA);
  allocation.receiveFromPeer(PEER, DATA);
  clock.advance(MINUTE);
  allocation.sendToPeer(PEER, DATA);
  allocation.receiveFromPeer(PEER, DATA);
  expect([sent.length, received.length]).toEqual([1, 1]);
});

test("§12: a channel ends after ten minutes, and neither its number nor its peer is bound otherwise for five more", () => {
  const clock = manualClock();
  const { allocation, sent, received } = allocationAt(clock);
  const other = { address: "9.9.9.9", port: 9 };
  allocation.bindChannel(0x4000, PEER);
  clock.advance(9 * MINUTE);
  allocation.permit(PEER.address, { isOutside: true });
  allocation.receiveChannelData(CHANNEL_DATA);
  allocation.receiveFromPeer(PEER, DATA);
  expect([sent, received]).toEqual([["abcd"], [CHANNEL_DATA.toString("hex")]]);
  clock.advance(2 * MINUTE);
  allocation.receiveChannelData(CHANNEL_DATA);
  expect(sent).toHaveLength(1);
  expect(() => allocation.bindChannel(0x4000, other)).toThrow(TurnError);
  expect(() => allocation.bindChannel(0x4001, PEER)).toThrow(TurnError);
  clock.advance(5 * MINUTE);
  allocation.bindChannel(0x4000, other);
  allocation.bindChannel(0x4001, PEER);
});

test("§12: ChannelData that is shorter than it says, or of an unknown number, is dropped", () => {
  const { allocation, sent } = allocationAt(manualClock());
  allocation.bindChannel(0x4000, PEER);
  allocation.permit(PEER.address, { isOutside: true });
  allocation.receiveChannelData(Buffer.from([0x40, 0, 0, 9, 1]));
  allocation.receiveChannelData(Buffer.from([0x40, 1, 0, 1, 1]));
  expect(sent).toEqual([]);
});

test("an allocation has so many permissions and channels, and no more", () => {
  const { allocation } = allocationAt(manualClock());
  for (let count = 0; count < 128; count++) {
    allocation.permit(`8.8.4.${count}`, { isOutside: true });
    allocation.bindChannel(0x4000 + count, { address: `8.8.4.${count}`, port: 9 });
  }
  expect(() => allocation.permit("8.8.8.8", { isOutside: true })).toThrow("Insufficient Capacity");
  expect(() => allocation.bindChannel(0x5000, PEER)).toThrow("Insufficient Capacity");
});

test("§7: an allocation ends with its lifetime, and its port is free again", async () => {
  const clock = manualClock(Date.now());
  await using turn = await startTestTurn({ first: 43_400, last: 43_400 }, { clock });
  using one = await TestClient.open(turn);
  using two = await TestClient.open(turn);
  const credentials = credentialsFor("a", Math.floor(clock.now() / 1000) + 86_400, turn.secret);
  const allocates = async (client: TestClient) =>
    (await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials)).error;
  expect([await allocates(one), await allocates(two)]).toEqual([undefined, 508]);
  clock.advance(9 * MINUTE);
  expect(turn.server.allocations).toBe(1);
  clock.advance(MINUTE);
  expect(turn.server.allocations).toBe(0);
  expect(await allocates(two)).toBeUndefined();
});

test("a connection frees what it has when it closes; without an allocation it is closed after a minute", async () => {
  const clock = manualClock();
  await using turn = await startTestTurn({ first: 43_401, last: 43_401 });
  const signer = await TestClient.open(turn);
  const credentials = credentialsFor("a", Math.floor(systemClock.now() / 1000) + 3600, turn.secret);
  // A nonce for this address, and one answer more than is needed.
  await signer.request(METHOD.REFRESH, [], credentials);
  let isDestroyed = false;
  let answered = (): void => {};
  const answer = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const connection = {
    ...{ remoteAddress: "127.0.0.1", remotePort: 7, unsent: 0, send: () => answered(), authenticated: () => {} },
    destroy: () => {
      isDestroyed = true;
    },
  } as unknown as Connection;
  const handler = acceptTurn(turn.server, connection, clock);
  handler.data(signer.signed(METHOD.ALLOCATE, [REQUESTED_UDP], credentials));
  await answer;
  clock.advance(2 * MINUTE);
  expect([turn.server.allocations, isDestroyed]).toEqual([1, false]);
  handler.closed();
  expect(turn.server.allocations).toBe(0);
  acceptTurn(turn.server, connection, clock);
  clock.advance(MINUTE);
  expect(isDestroyed).toBe(true);
  signer[Symbol.dispose]();
});
