import { afterAll, describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server, type Socket as TcpSocket } from "node:net";
import type { DnsAnswer } from "../net/dns-answer.ts";
import { openAuthoritativeResolver, zoneOf } from "./authoritative-resolver.ts";
import { openResolver, type RecordType, type RecordValues, type Resolver } from "./resolver.ts";

const sockets: (Socket | Server)[] = [];
afterAll(() => {
  for (const socket of sockets) socket.close();
});

/** A name server on loopback that answers each query with what `reply` makes of it. */
async function serverThat(reply: (query: Buffer) => Buffer | undefined): Promise<string> {
  const socket = createSocket("udp4");
  sockets.push(socket);
  // The resolver may have gone before the answer, which the socket reports (ICMP).
  socket.on("error", () => {});
  socket.on("message", (query, { port, address }) => {
    const answer = reply(query);
    if (answer) socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return `127.0.0.1:${socket.address().port}`;
}

/** How much of a core this process uses in so many milliseconds. */
async function shareOfCore(ms: number): Promise<number> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await Bun.sleep(ms);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (performance.now() - began);
}

/** The query itself as the answer, with QR set and this RCODE (RFC 1035 §4.1.1). */
const answering = (code: number) => (query: Buffer) => {
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8400 | code, 2);
  return answer;
};

const ask = async (server: string) => openResolver({ servers: [server], timeoutMs: 5000 }).query("A", "example.test");

describe("RFC 1035 §4.1.1: response codes", () => {
  test("3, name error: absent", async () =>
    expect(await ask(await serverThat(answering(3)))).toEqual({ state: "absent" }));
  test("0 without a record: absent", async () =>
    expect(await ask(await serverThat(answering(0)))).toEqual({ state: "absent" }));
  test("2, server failure: unknown", async () =>
    expect(await ask(await serverThat(answering(2)))).toEqual({ state: "unknown", reason: "server-failure" }));
  test("5, refused: unknown", async () =>
    expect(await ask(await serverThat(answering(5)))).toEqual({ state: "unknown", reason: "refused" }));
});

test("a server that never answers: the query ends at its timeout", async () => {
  const server = await serverThat(() => undefined);
  const clock = {
    after: (ms: number, callback: () => void) => {
      if (ms === 3_600_000) queueMicrotask(callback);
      return () => undefined;
    },
  };
  const resolver = openResolver({ servers: [server], timeoutMs: 3_600_000, clock });
  expect(await resolver.query("SRV", "_xmpp-client._tcp.example.test")).toEqual({
    state: "unknown",
    reason: "timeout",
  });
});

describe("RFC 1122 §4.1.3.3: an ICMP error is passed to the application: where nothing listens, the query does not wait", () => {
  /** The time for an answer never ends; that for a look whether anybody listens is over at once. */
  const clock = {
    after: (ms: number, callback: () => void) => {
      if (ms < 3_600_000) queueMicrotask(callback);
      return () => undefined;
    },
  };
  const nobody = async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    const { port } = socket.address();
    await new Promise<void>((resolve) => socket.close(resolve));
    return `127.0.0.1:${port}`;
  };
  const askAt = (servers: readonly string[]) =>
    openResolver({ servers, timeoutMs: 3_600_000, clock }).query("A", "example.test");

  test("one server, or several: unreachable", async () => {
    expect(await askAt([await nobody()])).toEqual({ state: "unknown", reason: "unreachable" });
    expect(await askAt([await nobody(), await nobody()])).toEqual({ state: "unknown", reason: "unreachable" });
  });
  test("the other servers are queried", async () => {
    expect(await askAt([await nobody(), await serverThat(answering(3))])).toEqual({ state: "absent" });
  });
});

describe("RFC 1035 §4.2: an answer that does not fit into a datagram is asked for over TCP; where that connection is closed", () => {
  /** A name server that says so of each answer, and does `overTcp` with each query that it gets there. */
  async function serverOverTcp(overTcp: (socket: TcpSocket, query: Buffer) => void): Promise<string> {
    const server = await serverThat((query) => {
      const answer = Buffer.from(query);
      answer.writeUInt16BE(0x8600, 2);
      return answer;
    });
    const tcp = createServer((socket) => {
      socket.on("error", () => {}).on("data", (query: Buffer) => overTcp(socket, query));
    });
    sockets.push(tcp);
    const isListening = new Promise<boolean>((resolve) => {
      tcp.once("error", () => resolve(false));
      tcp.listen(Number(server.split(":")[1]), "127.0.0.1", () => resolve(true));
    });
    // Somebody else may have the port over TCP.
    return (await isListening) ? server : await serverOverTcp(overTcp);
  }
  const LENGTH_BYTES = 2;
  const inTheMiddle = (socket: TcpSocket, query: Buffer) => socket.end(query.subarray(0, LENGTH_BYTES + 5));
  const afterIt = (socket: TcpSocket, query: Buffer) => {
    const answer = Buffer.from(query);
    answer.writeUInt16BE(0x8403, LENGTH_BYTES + 2);
    socket.end(answer);
  };
  const askAt = (servers: readonly string[]) =>
    openResolver({ servers, timeoutMs: 3_600_000 }).query("A", "example.test");
  const unreachable = { state: "unknown", reason: "unreachable" } as const;

  test("after it: nothing is missing", async () =>
    expect(await askAt([await serverOverTcp(afterIt)])).toEqual({ state: "absent" }));

  test("before it: the query ends, and the other servers are queried", async () => {
    const server = await serverOverTcp((socket) => socket.end());
    expect(await askAt([server])).toEqual(unreachable);
    expect(await askAt([server, await serverOverTcp(afterIt)])).toEqual({ state: "absent" });
  });

  test("in the middle of it: the same, and nothing is read without end", async () => {
    const server = await serverOverTcp(inTheMiddle);
    expect(await askAt([server])).toEqual(unreachable);
    expect(await askAt([server, await serverOverTcp(afterIt)])).toEqual({ state: "absent" });
    // Whatever else this process has just begun comes to an end.
    while ((await shareOfCore(200)) > 0.5);
  });
});

test("a malformed answer counts as none", async () => {
  const server = await serverThat((query) => Buffer.concat([query.subarray(0, 2), Buffer.from("rubbish")]));
  const resolver = openResolver({ servers: [server], timeoutMs: 300 });
  expect(await resolver.query("A", "example.test")).toMatchObject({ state: "unknown" });
});

test("a server that is not an address is refused at once", () =>
  expect(() => openResolver({ servers: ["ns.example.test"], timeoutMs: 1 })).toThrow(TypeError));

test("a name that is no valid DNS name is absent", async () => {
  const server = await serverThat(answering(5));
  const resolver = openResolver({ servers: [server], timeoutMs: 5000 });
  expect(await resolver.query("A", `${"x".repeat(64)}.test`)).toEqual({ state: "absent" });
});

type World = { readonly [Type in RecordType]?: Readonly<Record<string, DnsAnswer<RecordValues[Type]>>> };
const found = <Value>(...values: Value[]): DnsAnswer<Value> => ({ state: "found", values });

function seeing(world: World): Resolver & { readonly questions: string[] } {
  const questions: string[] = [];
  return {
    questions,
    query: async (type, name) => {
      questions.push(`${type} ${name}`);
      return world[type]?.[name] ?? { state: "absent" };
    },
  };
}

describe("the authoritative servers of a zone", () => {
  const world: World = {
    NS: { "example.test": found("ns1.example.test", "ns2.example.net"), test: found("ns.test") },
    A: {
      "ns1.example.test": found("192.0.2.1"),
      "ns2.example.net": found("192.0.2.2"),
      "else.test": found("192.0.2.9"),
    },
    AAAA: { "ns1.example.test": found("2001:db8::1") },
  };

  test("are found by walking up to the first name with NS records", async () =>
    expect(await zoneOf("_xmpp-client._tcp.example.test", seeing(world))).toEqual(
      found({
        name: "example.test",
        nameServers: ["ns1.example.test", "ns2.example.net"],
        servers: ["192.0.2.1", "192.0.2.2", "2001:db8::1"],
      }),
    ));
  test("RFC 1034 §3.6.2: are not those of what an alias leads to", async () => {
    const alias = { ...world, CNAME: { "rooms.example.test": found("elsewhere.example.net") } };
    const NS = { ...world.NS, "rooms.example.test": found("ns.example.net"), "example.net": found("ns.example.net") };
    const zone = await zoneOf("_acme-challenge.rooms.example.test", seeing({ ...alias, NS }));
    expect(zone.state === "found" && zone.values[0]?.name).toBe("example.test");
  });
  test("are absent where no name up to the root has NS records", async () =>
    expect(await zoneOf("a.b.c", seeing({}))).toEqual({ state: "absent" }));
  test("are unknown where a query on the way fails, or none of them has an address", async () => {
    const timeout = { state: "unknown", reason: "timeout" } as const;
    expect(await zoneOf("a.b", seeing({ NS: { "a.b": timeout, b: found("ns.b") } }))).toEqual(timeout);
    expect(await zoneOf("b", seeing({ NS: { b: found("ns.b") } }))).toEqual({
      state: "unknown",
      reason: "unreachable",
    });
  });

  test("are queried instead of the resolver, and looked up once for all names of the zone", async () => {
    const resolver = seeing(world);
    const authority = seeing({ A: { "example.test": found("198.51.100.1") } });
    const opened: (readonly string[])[] = [];
    const authoritative = openAuthoritativeResolver(resolver, (servers) => {
      opened.push(servers);
      return authority;
    });
    expect(await authoritative.query("A", "example.test")).toEqual(found("198.51.100.1"));
    await Promise.all(["_a._tcp.example.test", "_b._tcp.example.test"].map((name) => authoritative.query("SRV", name)));
    expect(opened).toEqual([["192.0.2.1", "192.0.2.2", "2001:db8::1"]]);
    expect(resolver.questions.filter((question) => question === "NS example.test")).toHaveLength(1);
  });

  test("are a dozen at most, with a few addresses each, however many the zone names", async () => {
    const names = Array.from({ length: 500 }, (_, number) => `ns${number}.example.test`);
    const addresses = Array.from({ length: 200 }, (_, number) => `192.0.2.${number}`);
    const A = Object.fromEntries(names.map((name) => [name, found(...addresses)]));
    const resolver = seeing({ NS: { "example.test": found(...names) }, A });
    const zone = await zoneOf("example.test", resolver);
    expect(resolver.questions.length).toBeLessThan(30);
    expect(zone.state === "found" && zone.values[0]?.servers.length).toBe(52);
  });

  test("are replaced by the resolver where they do not answer", async () => {
    const silent: Resolver = { query: async () => ({ state: "unknown", reason: "timeout" }) };
    const authoritative = openAuthoritativeResolver(
      seeing({ ...world, TXT: { "example.test": found("v") } }),
      () => silent,
    );
    expect(await authoritative.query("TXT", "example.test")).toEqual(found("v"));
  });

  test("are unknown where the resolver does not answer, which is asked the question once", async () => {
    const timeout = { state: "unknown", reason: "timeout" } as const;
    const resolver = seeing({ NS: { "example.test": timeout }, A: { "example.test": timeout } });
    const authoritative = openAuthoritativeResolver(resolver, () => resolver);
    expect(await authoritative.query("A", "example.test")).toEqual(timeout);
    expect(resolver.questions).toEqual(["NS example.test", "A example.test"]);
  });

  test("return an alias, which the resolver follows out of the zone", async () => {
    const authority = seeing({ CNAME: { "www.example.test": found("else.test") } });
    const authoritative = openAuthoritativeResolver(seeing(world), () => authority);
    expect(await authoritative.query("A", "www.example.test")).toEqual(found("192.0.2.9"));
    expect(await authoritative.query("A", "other.example.test")).toEqual({ state: "absent" });
  });
});
