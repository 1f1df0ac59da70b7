/** RFC 8489 and RFC 8656: what clients are answered, over UDP. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { readXorAddress, xorAddress } from "./address.ts";
import type { TurnClient } from "./allocation.ts";
import { ATTRIBUTE, METHOD } from "./attributes.ts";
import { type NewAttribute, readMessage } from "./message.ts";
import { isPeerAllowed } from "./peers.ts";
import { MUCH, REQUESTED_UDP, startTestTurn, TestClient, type TestTurn, unsigned } from "./testing.ts";
import { channel, family, lifetime, relayOf } from "./testing-attributes.ts";

let turn: TestTurn;
const revoked = new Set<string>();
beforeAll(async () => {
  turn = await startTestTurn(
    { first: 43_100, last: 43_119 },
    {
      limits: { allocationsPerOwner: 2, ownerRate: MUCH, totalRate: MUCH },
      isRevoked: (owner) => revoked.has(owner),
    },
  );
});
afterAll(() => turn[Symbol.asyncDispose]());

test("RFC 8489 §7.3.1: a Binding request is answered with the client's address, in hardly more bytes", async () => {
  using client = await TestClient.open(turn);
  const { get, message } = await client.ask(unsigned(METHOD.BINDING));
  const mapped = readXorAddress(get(ATTRIBUTE.XOR_MAPPED_ADDRESS), message.transaction);
  expect(mapped).toMatchObject({ address: "127.0.0.1", port: client.port });
  expect(message.bytes.length).toBe(32);
});

describe("RFC 8489 §9.2.4", () => {
  test("a request without credentials is refused with 401, a realm, a nonce and algorithms; nothing is kept", async () => {
    using client = await TestClient.open(turn);
    const before = turn.server.allocations;
    const { error, get, message } = await client.ask(unsigned(METHOD.ALLOCATE, [REQUESTED_UDP]));
    expect([error, get(ATTRIBUTE.REALM)?.toString()]).toEqual([401, "example.org"]);
    // The security features: password algorithms.
    expect(get(ATTRIBUTE.NONCE)?.toString()).toStartWith("obMatJos2AAAB");
    expect(get(ATTRIBUTE.PASSWORD_ALGORITHMS)?.toString("hex")).toBe("0002000000010000");
    expect(message.bytes.length).toBeLessThan(160);
    expect(turn.server.allocations).toBe(before);
  });
  test.each([
    ["sha1", undefined],
    ["sha256", undefined],
    ["sha256", "sha256"],
    ["sha1", "md5"],
  ] as const)("%s with the algorithm %s is accepted, and answered likewise", async (hash, algorithm) => {
    using client = await TestClient.open(turn);
    const credentials = turn.as(`hash-${hash}-${algorithm}`);
    const answer = await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials, {
      hash,
      ...(algorithm ? { algorithm } : {}),
    });
    expect([answer.class, answer.error]).toEqual(["success", undefined]);
    const type = hash === "sha1" ? ATTRIBUTE.MESSAGE_INTEGRITY : ATTRIBUTE.MESSAGE_INTEGRITY_SHA256;
    expect(answer.get(type)).toBeDefined();
  });
  test("a password that is wrong, has expired, or is revoked is refused with 401", async () => {
    using client = await TestClient.open(turn);
    const refused = async (credentials: { username: string; password: string }) =>
      (await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials)).error;
    expect(await refused({ ...turn.as("a"), password: "guessed" })).toBe(401);
    expect(await refused(turn.as("a", -1))).toBe(401);
    expect(await refused({ username: "a", password: "b" })).toBe(401);
    revoked.add("gone");
    expect(await refused(turn.as("gone"))).toBe(401);
  });
  test("a nonce that was not given to this client, or is made up, is stale: 438 with another one", async () => {
    using client = await TestClient.open(turn);
    client.nonce = `obMatJos2AAAB${randomBytes(15).toString("base64")}`;
    const { error, get } = await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], turn.as("a"));
    expect([error, get(ATTRIBUTE.NONCE) !== undefined]).toEqual([438, true]);
  });
  test("a nonce ends after ten minutes: 438 with another one, which is good", async () => {
    const clock = manualClock(Date.now());
    await using later = await startTestTurn({ first: 43_453, last: 43_454 }, { clock });
    using client = await TestClient.open(later);
    expect((await later.allocates(client, "a")).error).toBeUndefined();
    clock.advance(599_000);
    expect((await client.request(METHOD.REFRESH, [], later.as("a"))).error).toBeUndefined();
    clock.advance(2_000);
    const stale = await client.request(METHOD.REFRESH, [], later.as("a"));
    expect(stale.error).toBe(438);
    client.nonce = stale.get(ATTRIBUTE.NONCE)?.toString() ?? "";
    expect((await client.request(METHOD.REFRESH, [], later.as("a"))).error).toBeUndefined();
  });
  test("§9.2.4: algorithms other than those that were offered are refused with 400", async () => {
    using client = await TestClient.open(turn);
    const weaker: NewAttribute = [ATTRIBUTE.PASSWORD_ALGORITHMS, Buffer.from([0, 1, 0, 0])];
    const chosen: NewAttribute = [ATTRIBUTE.PASSWORD_ALGORITHM, Buffer.from([0, 1, 0, 0])];
    const { error } = await client.request(METHOD.ALLOCATE, [REQUESTED_UDP, weaker, chosen], turn.as("a"));
    expect(error).toBe(400);
  });
});

describe("RFC 8656 §7.2: Allocate", () => {
  test("gives a relayed address of the range; the same request again gets the same answer, another one 437", async () => {
    using client = await TestClient.open(turn);
    await turn.allocates(client, "warm-up");
    using other = await TestClient.open(turn);
    other.nonce = client.nonce;
    const request = other.signed(METHOD.ALLOCATE, [REQUESTED_UDP], turn.as("once"));
    const first = await other.ask(request);
    const { port = 0 } = relayOf(first) ?? {};
    expect(port >= 43_100 && port <= 43_119).toBe(true);
    expect((await other.ask(request)).message.bytes).toEqual(first.message.bytes);
    expect((await turn.allocates(other, "once")).error).toBe(437);
  });
  test.each([
    ["no transport", [], 400],
    ["TCP", [[ATTRIBUTE.REQUESTED_TRANSPORT, family(6)]], 442],
    ["IPv6, which is not there", [REQUESTED_UDP, [ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, family(2)]], 440],
    ["an unknown family", [REQUESTED_UDP, [ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, family(9)]], 440],
    ["an unknown attribute that has to be understood", [REQUESTED_UDP, [0x7fff, Buffer.alloc(0)]], 420],
    ["an unknown token", [REQUESTED_UDP, [ATTRIBUTE.RESERVATION_TOKEN, Buffer.alloc(8)]], 508],
    [
      "two families with a token",
      [REQUESTED_UDP, [ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY, family(2)], [ATTRIBUTE.RESERVATION_TOKEN, Buffer.alloc(8)]],
      400,
    ],
    [
      "a family besides an additional one",
      [
        REQUESTED_UDP,
        [ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, family(1)],
        [ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY, family(2)],
      ],
      400,
    ],
  ] as [string, NewAttribute[], number][])("%s is refused", async (_, attributes, code) => {
    using client = await TestClient.open(turn);
    expect((await client.request(METHOD.ALLOCATE, attributes, turn.as("picky"))).error).toBe(code);
  });
  test("of two families, the one that is missing is told by ADDRESS-ERROR-CODE", async () => {
    using client = await TestClient.open(turn);
    const answer = await turn.allocates(client, "dual", [ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY, family(2)]);
    expect(answer.all(ATTRIBUTE.XOR_RELAYED_ADDRESS)).toHaveLength(1);
    expect([...(answer.get(ATTRIBUTE.ADDRESS_ERROR_CODE)?.subarray(0, 4) ?? [])]).toEqual([2, 0, 4, 40]);
  });
  test("an account has so many and no more (486), until one ends", async () => {
    using one = await TestClient.open(turn);
    using two = await TestClient.open(turn);
    using three = await TestClient.open(turn);
    await turn.allocates(one, "quota");
    await turn.allocates(two, "quota");
    expect((await turn.allocates(three, "quota")).error).toBe(486);
    expect((await one.request(METHOD.REFRESH, [lifetime(0)], turn.as("quota"))).error).toBeUndefined();
    expect((await turn.allocates(three, "quota")).error).toBeUndefined();
  });
  test("an even port is given, and the next one to whoever has its token, once", async () => {
    using rtp = await TestClient.open(turn);
    using rtcp = await TestClient.open(turn);
    const first = await turn.allocates(rtp, "pair", [ATTRIBUTE.EVEN_PORT, Buffer.from([0x80])]);
    const port = relayOf(first)?.port ?? 1;
    expect(port % 2).toBe(0);
    const token: NewAttribute = [
      ATTRIBUTE.RESERVATION_TOKEN,
      first.get(ATTRIBUTE.RESERVATION_TOKEN) ?? Buffer.alloc(0),
    ];
    expect(relayOf(await turn.allocates(rtcp, "pair", token))?.port).toBe(port + 1);
  });
  test("reserved ports are few, whoever asks for them", async () => {
    await using greedy = await startTestTurn({ first: 43_404, last: 43_449 });
    using client = await TestClient.open(greedy);
    const errors: (number | undefined)[] = [];
    for (let count = 0; count < 9; count++) {
      errors.push((await greedy.allocates(client, "a", [ATTRIBUTE.EVEN_PORT, Buffer.from([0x80])])).error);
      await client.request(METHOD.REFRESH, [lifetime(0)], greedy.as("a"));
    }
    expect(errors).toEqual([...Array(8).fill(undefined), 508]);
  });
  test.each(["the server stops", "its owner is revoked"])(
    "while a port is being bound, %s: nothing is left",
    async (end) => {
      const gone = new Set<string>();
      await using ending = await startTestTurn(
        { first: 43_450, last: 43_450 },
        { isRevoked: (owner) => gone.has(owner) },
      );
      using signer = await TestClient.open(ending);
      await signer.request(METHOD.REFRESH, [], ending.as("a"));
      const answer = Promise.withResolvers<Uint8Array>();
      const client: TurnClient = {
        ...{ address: "127.0.0.1", port: 7, id: "one", isStream: false, isClosed: false, allocation: undefined },
        send: answer.resolve,
      };
      ending.server.receive(client, signer.signed(METHOD.ALLOCATE, [REQUESTED_UDP], ending.as("a")));
      gone.add("a");
      if (end === "the server stops") {
        gone.clear();
        ending.server.stop();
      } else ending.server.revoke("a");
      const refusal = readMessage(Buffer.from(await answer.promise));
      expect([refusal?.class, ending.server.allocations]).toEqual(["error", 0]);
    },
  );
  test("a lifetime is at least 600 and at most 3,600 seconds", async () => {
    using client = await TestClient.open(turn);
    const given = (await turn.allocates(client, "long", lifetime(999_999))).get(ATTRIBUTE.LIFETIME);
    expect(given?.readUInt32BE(0)).toBe(3600);
    const shorter = await client.request(METHOD.REFRESH, [lifetime(5)], turn.as("long"));
    expect(shorter.get(ATTRIBUTE.LIFETIME)?.readUInt32BE(0)).toBe(600);
  });
});

describe("RFC 8656 §9, §12: permissions and channels", () => {
  test("without an allocation 437, with another username 441", async () => {
    using client = await TestClient.open(turn);
    expect((await turn.permits(client, "none", "8.8.8.8")).error).toBe(437);
    await turn.allocates(client, "mine");
    expect((await turn.permits(client, "other", "8.8.8.8")).error).toBe(441);
  });
  test.each(["10.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1"])(
    "%s is refused to permissions and channels with 403",
    async (address) => {
      const rules = { own: () => ["127.0.0.1"], isPrivateAllowed: false, isLoopback: () => false };
      const strictly = { isPeerAllowed: (peer: string) => isPeerAllowed(peer, rules) };
      await using strict = await startTestTurn({ first: 43_200, last: 43_203 }, strictly);
      using client = await TestClient.open(strict);
      await strict.allocates(client, "a");
      expect((await strict.permits(client, "a", address)).error).toBe(403);
      const bound = await strict.about(client, METHOD.CHANNEL_BIND, "a", address, 9, channel(0x4000));
      expect(bound.error).toBe(403);
    },
  );
  test("an IPv4 address written as an IPv6 one is refused with 403, another family with 443", async () => {
    using client = await TestClient.open(turn);
    await turn.allocates(client, "families");
    const transaction = randomBytes(12);
    const value = xorAddress({ address: "::", port: 9 }, transaction);
    // ::ffff:8.8.8.8 in the place of ::.
    for (const [index, byte] of [0xff, 0xff, 8, 8, 8, 8].entries()) value[14 + index] = (value[14 + index] ?? 0) ^ byte;
    const mapped: NewAttribute = [ATTRIBUTE.XOR_PEER_ADDRESS, value];
    expect((await client.request(METHOD.CREATE_PERMISSION, [mapped], turn.as("families"), { transaction })).error).toBe(
      403,
    );
    expect((await turn.permits(client, "families", "2606:4700::1")).error).toBe(443);
  });
  test("a number or a peer that is bound otherwise is refused with 400, a number out of range as well", async () => {
    using client = await TestClient.open(turn);
    await turn.allocates(client, "channels");
    const bind = async (port: number, value: number) =>
      (await turn.about(client, METHOD.CHANNEL_BIND, "channels", "8.8.8.8", port, channel(value))).error;
    expect(await bind(9, 0x4001)).toBeUndefined();
    expect(await bind(9, 0x4001)).toBeUndefined();
    expect([await bind(10, 0x4001), await bind(9, 0x4002), await bind(11, 0x3fff), await bind(11, 0x7fff)]).toEqual([
      400, 400, 400, 400,
    ]);
  });
});
