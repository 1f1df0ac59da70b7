/** RFC 8656 §11: what is relayed, and what is not. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { readXorAddress } from "./address.ts";
import { ATTRIBUTE, METHOD } from "./attributes.ts";
import { append, type NewAttribute } from "./message.ts";
import { MUCH, REQUESTED_UDP, startTestTurn, TestClient, type TestTurn, unsigned } from "./testing.ts";
import { channel, family, lifetime, relayOf, send } from "./testing-attributes.ts";
import { openUdpSocket } from "./udp-socket.ts";

let turn: TestTurn;
beforeAll(async () => {
  turn = await startTestTurn({ first: 43_120, last: 43_183 });
});
afterAll(() => turn[Symbol.asyncDispose]());

describe("RFC 8656 §11: data", () => {
  test("passes in both directions to a permitted peer, and from nobody else", async () => {
    using client = await TestClient.open(turn);
    using peer = await TestClient.open(turn);
    const { port = 0 } = relayOf(await turn.allocates(client, "data")) ?? {};
    peer.send(Buffer.from("unasked"), port);
    send(client, peer.port, "not permitted");
    await turn.permits(client, "data", "127.0.0.1");
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
    const first = relayOf(await turn.allocates(one, "hairpin"))?.port ?? 0;
    const second = relayOf(await turn.allocates(two, "hairpin"))?.port ?? 0;
    await turn.about(one, METHOD.CHANNEL_BIND, "hairpin", "127.0.0.1", second, channel(0x4000));
    await turn.about(two, METHOD.CHANNEL_BIND, "hairpin", "127.0.0.1", first, channel(0x4005));
    one.send(Buffer.concat([Buffer.from([0x40, 0, 0, 3]), Buffer.from("ahoy")]));
    expect((await two.receive()).toString("latin1")).toBe("\x40\x05\x00\x03aho");
  });
  test("of this machine, only relayed addresses are reached, and no other port of the same address", async () => {
    await using strict = await startTestTurn({ first: 43_224, last: 43_229 }, { isPeerAllowed: () => false });
    using client = await TestClient.open(strict);
    using other = await TestClient.open(strict);
    using service = await TestClient.open(strict);
    await strict.allocates(client, "a");
    const { port = 0 } = relayOf(await strict.allocates(other, "b")) ?? {};
    expect((await strict.permits(client, "a", "127.0.0.1")).error).toBeUndefined();
    await strict.permits(other, "b", "127.0.0.1");
    send(client, service.port, "to a service of this machine");
    const bound = await strict.about(client, METHOD.CHANNEL_BIND, "a", "127.0.0.1", service.port, channel(0x4000));
    expect(bound.error).toBeUndefined();
    client.send(Buffer.concat([Buffer.from([0x40, 0, 0, 4]), Buffer.from("ahoy")]));
    send(client, port, "to a neighbour");
    expect((await other.answer()).get(ATTRIBUTE.DATA)?.toString()).toBe("to a neighbour");
    expect(service.unread).toBe(0);
  });
  test("revocation ends what an owner has", async () => {
    using client = await TestClient.open(turn);
    await turn.allocates(client, "leaver");
    const before = turn.server.allocations;
    turn.server.revoke("leaver");
    expect(turn.server.allocations).toBe(before - 1);
    expect((await turn.permits(client, "leaver", "8.8.8.8")).error).toBe(437);
  });
  test.each(["ownerRate", "totalRate"] as const)("what is above the %s is dropped", async (rate) => {
    const limits = { allocationsPerOwner: 5, ownerRate: MUCH, totalRate: MUCH, [rate]: { burst: 1000, perSecond: 1 } };
    await using slow = await startTestTurn({ first: 43_210, last: 43_213 }, { limits });
    using client = await TestClient.open(slow);
    using peer = await TestClient.open(slow);
    await slow.allocates(client, "a");
    await slow.permits(client, "a", "127.0.0.1");
    for (let count = 0; count < 20; count++) send(client, peer.port, "x".repeat(300));
    // Answered after all of them have been read.
    await client.request(METHOD.REFRESH, [], slow.as("a"));
    let bytes = (await peer.receive()).length;
    while (peer.unread > 0) bytes += (await peer.receive()).length;
    expect(bytes).toBe(1200);
  });
});

test("RFC 8656 §7.2: an allocation of both families relays IPv6 as well; one family alone can be given up", async () => {
  const publicAddress = (asked: 4 | 6) => (asked === 4 ? "127.0.0.1" : "::1");
  await using both = await startTestTurn({ first: 43_220, last: 43_223 }, { publicAddress, isPeerAllowed: () => true });
  using client = await TestClient.open(both);
  const allocated = await both.allocates(client, "a", [ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY, family(2)]);
  const relays = allocated
    .all(ATTRIBUTE.XOR_RELAYED_ADDRESS)
    .map((value) => readXorAddress(value, allocated.message.transaction));
  expect(relays.map((relay) => relay?.address)).toEqual(["127.0.0.1", "::1"]);
  const heard = Promise.withResolvers<string>();
  const peer = await openUdpSocket("::1", 0, (data, port, address) => {
    heard.resolve(data.toString());
    peer.send(Buffer.from("welcome"), port, address);
  });
  await both.permits(client, "a", "::1");
  send(client, peer.port, "hello", "::1");
  expect(await heard.promise).toBe("hello");
  expect((await client.answer()).get(ATTRIBUTE.DATA)?.toString()).toBe("welcome");
  const six: NewAttribute = [ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, family(2)];
  expect((await client.request(METHOD.REFRESH, [six, lifetime(0)], both.as("a"))).error).toBeUndefined();
  expect(both.server.allocations).toBe(1);
  expect((await client.request(METHOD.REFRESH, [six, lifetime(0)], both.as("a"))).error).toBe(443);
  peer.close();
});

test("peers that are closed, have vanished, or are no addresses end nothing; neither does nonsense", async () => {
  using client = await TestClient.open(turn);
  await turn.allocates(client, "fuzz");
  await turn.permits(client, "fuzz", "127.0.0.1");
  await turn.permits(client, "fuzz", "8.8.8.8");
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
  expect((await turn.allocates(other, "survivor")).error).toBeUndefined();
});
