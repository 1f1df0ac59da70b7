/** RFC 8656 §11: what is relayed, and what is not. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { readXorAddress, xorAddress } from "./address.ts";
import { ATTRIBUTE, METHOD } from "./attributes.ts";
import { credentialsFor } from "./credentials.ts";
import { append, type NewAttribute } from "./message.ts";
import { REQUESTED_UDP, startTestTurn, type TestAnswer, TestClient, type TestTurn, unsigned } from "./testing.ts";
import { channel, family, lifetime, relayOf, send } from "./testing-attributes.ts";
import { openUdpSocket } from "./udp-socket.ts";

let turn: TestTurn;
const revoked = new Set<string>();
beforeAll(async () => {
  turn = await startTestTurn(
    { first: 43_120, last: 43_183 },
    {
      limits: { allocationsPerOwner: 2, ownerRate: MUCH, totalRate: MUCH },
      isRevoked: (owner) => revoked.has(owner),
    },
  );
});
afterAll(() => turn[Symbol.asyncDispose]());

const MUCH = { burst: 1e9, perSecond: 1e9 };
const LATER = 3600;
const until = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
const as = (owner: string, seconds = LATER) => credentialsFor(owner, until(seconds), turn.secret);
const allocates = (client: TestClient, owner: string, ...more: NewAttribute[]): Promise<TestAnswer> =>
  client.request(METHOD.ALLOCATE, [REQUESTED_UDP, ...more], as(owner));
/** A request about a peer; the transaction masks its address. */
function about(client: TestClient, method: number, owner: string, address: string, port = 9, ...more: NewAttribute[]) {
  const transaction = randomBytes(12);
  const peer: NewAttribute = [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address, port }, transaction)];
  return client.request(method, [peer, ...more], as(owner), { transaction });
}
const permits = (client: TestClient, owner: string, address: string) =>
  about(client, METHOD.CREATE_PERMISSION, owner, address);

describe("RFC 8656 §11: data", () => {
  test("passes in both directions to a permitted peer, and from nobody else", async () => {
    using client = await TestClient.open(turn);
    using peer = await TestClient.open(turn);
    const { port = 0 } = relayOf(await allocates(client, "data")) ?? {};
    peer.send(Buffer.from("unasked"), port);
    send(client, peer.port, "not permitted");
    await permits(client, "data", "127.0.0.1");
    send(client, peer.port, "hello");
    expect((await peer.receive()).toString()).toBe("hello");
    peer.send(Buffer.from("welcome"), port);
    const { get, message, method } = await client.answer();
    expect([method, get(ATTRIBUTE.DATA)?.toString()]).toEqual([METHOD.DATA, "welcome"]);
    expect(readXorAddress(get(ATTRIBUTE.XOR_PEER_ADDRESS), message.transaction)?.port).toBe(peer.port);
    expect([client.unread, peer.unread]).toEqual([0, 0]);
  });
  test("two clients of this process reach each other's relayed addresses without leaving it", async () => {
    using one = await TestClient.open(turn);
    using two = await TestClient.open(turn);
    const first = relayOf(await allocates(one, "hairpin"))?.port ?? 0;
    const second = relayOf(await allocates(two, "hairpin"))?.port ?? 0;
    await about(one, METHOD.CHANNEL_BIND, "hairpin", "127.0.0.1", second, channel(0x4000));
    await about(two, METHOD.CHANNEL_BIND, "hairpin", "127.0.0.1", first, channel(0x4005));
    one.send(Buffer.concat([Buffer.from([0x40, 0, 0, 3]), Buffer.from("ahoy")]));
    expect((await two.receive()).toString("latin1")).toBe("\x40\x05\x00\x03aho");
  });
  test("revocation ends what an owner has", async () => {
    using client = await TestClient.open(turn);
    await allocates(client, "leaver");
    const before = turn.server.allocations;
    turn.server.revoke("leaver");
    expect(turn.server.allocations).toBe(before - 1);
    expect((await permits(client, "leaver", "8.8.8.8")).error).toBe(437);
  });
  test("what is above an owner's rate is dropped", async () => {
    const limits = { allocationsPerOwner: 5, ownerRate: { burst: 1000, perSecond: 1 }, totalRate: MUCH };
    await using slow = await startTestTurn({ first: 43_210, last: 43_213 }, { limits });
    using client = await TestClient.open(slow);
    using peer = await TestClient.open(slow);
    const credentials = credentialsFor("a", until(LATER), slow.secret);
    await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials);
    const transaction = randomBytes(12);
    const address: NewAttribute = [
      ATTRIBUTE.XOR_PEER_ADDRESS,
      xorAddress({ address: "127.0.0.1", port: 9 }, transaction),
    ];
    await client.request(METHOD.CREATE_PERMISSION, [address], credentials, { transaction });
    for (let count = 0; count < 20; count++) send(client, peer.port, "x".repeat(300));
    // Answered after all of them have been read.
    await client.request(METHOD.REFRESH, [], credentials);
    let bytes = (await peer.receive()).length;
    while (peer.unread > 0) bytes += (await peer.receive()).length;
    expect(bytes).toBe(1200);
  });
});

test("RFC 8656 §7.2: an allocation of both families relays IPv6 as well; one family alone can be given up", async () => {
  const publicAddress = (asked: 4 | 6) => (asked === 4 ? "127.0.0.1" : "::1");
  await using both = await startTestTurn({ first: 43_220, last: 43_223 }, { publicAddress, isPeerAllowed: () => true });
  using client = await TestClient.open(both);
  const credentials = credentialsFor("a", until(LATER), both.secret);
  const additional: NewAttribute = [ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY, family(2)];
  const allocated = await client.request(METHOD.ALLOCATE, [REQUESTED_UDP, additional], credentials);
  const relays = allocated
    .all(ATTRIBUTE.XOR_RELAYED_ADDRESS)
    .map((value) => readXorAddress(value, allocated.message.transaction));
  expect(relays.map((relay) => relay?.address)).toEqual(["127.0.0.1", "::1"]);
  const heard = Promise.withResolvers<string>();
  const peer = await openUdpSocket("::1", 0, (data, port, address) => {
    heard.resolve(data.toString());
    peer.send(Buffer.from("welcome"), port, address);
  });
  const transaction = randomBytes(12);
  const address: NewAttribute = [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address: "::1", port: 9 }, transaction)];
  await client.request(METHOD.CREATE_PERMISSION, [address], credentials, { transaction });
  send(client, peer.port, "hello", "::1");
  expect(await heard.promise).toBe("hello");
  expect((await client.answer()).get(ATTRIBUTE.DATA)?.toString()).toBe("welcome");
  const six: NewAttribute = [ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, family(2)];
  expect((await client.request(METHOD.REFRESH, [six, lifetime(0)], credentials)).error).toBeUndefined();
  expect(both.server.allocations).toBe(1);
  expect((await client.request(METHOD.REFRESH, [six, lifetime(0)], credentials)).error).toBe(443);
  peer.close();
});

test("peers that are closed, have vanished, or are no addresses end nothing; neither does nonsense", async () => {
  using client = await TestClient.open(turn);
  await allocates(client, "fuzz");
  await permits(client, "fuzz", "127.0.0.1");
  await permits(client, "fuzz", "8.8.8.8");
  const shape = unsigned(METHOD.ALLOCATE, [REQUESTED_UDP]);
  for (let count = 0; count < 2_000; count++) {
    send(client, count % 3 === 0 ? 0 : 1 + (count % 1000), "into the void", "127.0.0.1");
    const bytes = count % 2 === 0 ? randomBytes(count % 100) : Buffer.from(shape);
    if (count % 2 === 1) bytes[count % bytes.length] = count & 255;
    client.send(bytes);
    if (count % 50 === 0) await new Promise(setImmediate);
  }
  client.send(append(shape, ATTRIBUTE.MESSAGE_INTEGRITY_SHA256, Buffer.alloc(3)));
  using other = await TestClient.open(turn);
  // So many strangers' packets are not answered in a second; whoever has signed in is.
  other.nonce = client.nonce;
  expect((await allocates(other, "survivor")).error).toBeUndefined();
});
