/** XEP-0065: SOCKS5 Bytestreams. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { createHash, randomBytes } from "node:crypto";
import { readConfig } from "../../src/config/read.ts";
import { modules } from "../../src/modules.ts";
import { type Cast, cast } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { conditionOf } from "../support/hostile.ts";
import { connectedTo, request, socks5 } from "../support/network/socks5.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "http://jabber.org/protocol/bytestreams";
const PROXY = "proxy.localhost";

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;

beforeAll(async () => {
  const settings = ["listen.proxy=127.0.0.1:0", "proxy.max_connections=6", "components.secrets=far.example=s"];
  server = await startTestServer({ settings });
  actors = await cast(server, ["romeo", "juliet"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const hashOf = (sid: string) =>
  createHash("sha1").update(`${sid}${actors.romeo.jid}${actors.juliet.jid}`).digest("hex");
const activates = (sid: string, target = actors.juliet.jid, by = actors.romeo) =>
  by.asks(`<iq type="set" to="${PROXY}"><query xmlns="${NS}" sid="${sid}"><activate>${target}</activate></query></iq>`);
const both = async (sid: string) =>
  [await connectedTo(server, hashOf(sid)), await connectedTo(server, hashOf(sid))] as const;

test("§4: the proxy is an item of the domain, with the identity proxy/bytestreams and the feature", async () => {
  const query = (what: string) => `<query xmlns="http://jabber.org/protocol/disco#${what}"/>`;
  const items = await actors.romeo.asks(`<iq type="get" to="localhost">${query("items")}</iq>`);
  expect(items.toString()).toContain(`jid="${PROXY}"`);
  const info = await actors.romeo.asks(`<iq type="get" to="${PROXY}">${query("info")}</iq>`);
  const { category, type } = info.getChild("query")?.getChild("identity")?.attrs ?? {};
  expect([category, type]).toEqual(["proxy", "bytestreams"]);
  expect(await featuresOf(actors.romeo, PROXY)).toContain(NS);
});

test("§4: the proxy returns its network address to accounts of this server only", async () => {
  const ask = `<query xmlns="${NS}"/>`;
  const answer = await actors.romeo.asks(`<iq type="get" to="${PROXY}">${ask}</iq>`);
  const port = server.server.listening.proxy?.split(":").at(-1);
  expect(answer.getChild("query", NS)?.getChild("streamhost")?.attrs).toEqual({ jid: PROXY, host: "localhost", port });
  const component = await Component.connect(server, "far.example", "s");
  component.sends(`<iq type="get" id="x" from="a@far.example/b" to="${PROXY}">${ask}</iq>`);
  expect(conditionOf(await component.receives('<iq xmlns="jabber:client" type="error" id="x"/>'))).toBe("forbidden");
  component.leaves();
});

test("§6.3: after both have connected and the requester has activated, bytes are relayed both ways", async () => {
  const [target, requester] = await both("one");
  expect((await activates("one")).attrs.type).toBe("result");
  const [file, reply] = [randomBytes(3_000_000), Buffer.from("thank you")];
  requester.sends(file);
  expect((await target.receives(file.length)).equals(file)).toBe(true);
  target.sends(reply);
  expect(await requester.receives(reply.length)).toEqual(reply);
  requester.leaves();
  expect(await target.closed).toHaveLength(0);
});

test("§6.3.2: BND.ADDR and BND.PORT are the DST.ADDR and DST.PORT of the request", async () => {
  const client = await socks5(server);
  client.sends(Uint8Array.of(5, 2, 2, 0));
  expect([...(await client.receives(2))]).toEqual([5, 0]);
  client.sends(request(hashOf("bnd")));
  expect((await client.receives(47)).equals(Buffer.from([5, 0, 0, 3, 40, ...Buffer.from(hashOf("bnd")), 0, 0]))).toBe(
    true,
  );
  client.leaves();
  await client.closed;
});

test("§6.3.5: not-allowed if only one party is connected, item-not-found if none is", async () => {
  expect(conditionOf(await activates("two"))).toBe("item-not-found");
  const target = await connectedTo(server, hashOf("two"));
  expect(conditionOf(await activates("two"))).toBe("not-allowed");
  target.leaves();
  await target.closed;
  expect(conditionOf(await activates("two"))).toBe("item-not-found");
});

test("§6.3.5: only the requester can activate: the hash contains its address", async () => {
  const [target, requester] = await both("three");
  expect(conditionOf(await activates("three", actors.juliet.jid, actors.juliet))).toBe("item-not-found");
  expect(conditionOf(await activates("three", "@@"))).toBe("jid-malformed");
  expect(conditionOf(await activates("", actors.juliet.jid))).toBe("bad-request");
  for (const end of [target, requester]) end.leaves();
  await Promise.all([target.closed, requester.closed]);
});

test("bytes sent before the activation are relayed after it", async () => {
  const [target, requester] = await both("four");
  requester.sends("too early");
  await actors.romeo.pings();
  expect((await activates("four")).attrs.type).toBe("result");
  expect((await target.receives(9)).toString()).toBe("too early");
  requester.leaves();
  await target.closed;
});

test("a third connection of the same name is refused", async () => {
  const connections = await both("five");
  await expect(connectedTo(server, hashOf("five"))).rejects.toThrow("refused");
  for (const end of connections) end.leaves();
  await Promise.all(connections.map(({ closed }) => closed));
});

test("RFC 1928 §3, §6: other protocols and other SOCKS5 commands are refused", async () => {
  const answerTo = async (...sent: readonly Uint8Array[]): Promise<string> => {
    const client = await socks5(server);
    for (const bytes of sent) client.sends(bytes);
    return (await client.closed).toString("hex").slice(0, 8);
  };
  const greeting = Uint8Array.of(5, 1, 0);
  expect(await answerTo(Buffer.from("GET / HTTP/1.1\r\n\r\n"))).toBe("");
  expect(await answerTo(Uint8Array.of(5, 1, 2))).toBe("05ff");
  expect(await answerTo(greeting, request(hashOf("x"), { command: 2 }))).toBe("05000507");
  expect(await answerTo(greeting, request(hashOf("x"), { type: 1 }))).toBe("05000508");
  expect(await answerTo(greeting, request(hashOf("x"), { port: 80 }))).toBe("05000502");
  expect(await answerTo(greeting, request("www.example.com"))).toBe("05000502");
});

test("the number of connections is limited by the option", async () => {
  const clients = await Promise.all(["a", "b", "c", "d", "e", "f"].map((sid) => connectedTo(server, hashOf(sid))));
  await expect(connectedTo(server, hashOf("g"))).rejects.toThrow("ended");
  for (const client of clients) client.leaves();
  await Promise.all(clients.map(({ closed }) => closed));
  (await connectedTo(server, hashOf("g"))).leaves();
});

test("§4: the configured host name is returned in place of the domain", async () => {
  await using other = await startTestServer({ settings: ["listen.proxy=127.0.0.1:0", "host=tintin.example"] });
  const { romeo } = await cast(other, ["romeo"]);
  const answer = await romeo.asks(`<iq type="get" to="${PROXY}"><query xmlns="${NS}"/></iq>`);
  expect(answer.getChild("query")?.getChild("streamhost")?.attrs.host).toBe("tintin.example");
});

test("where the port is in use, the server starts without the proxy, and answers not-allowed (§4)", async () => {
  const otherListener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
  await using other = await startTestServer({ settings: [`listen.proxy=127.0.0.1:${otherListener.port}`] });
  const { romeo } = await cast(other, ["romeo"]);
  expect(other.events).toContainEqual(expect.objectContaining({ event: "proxy-not-listening" }));
  const answer = await romeo.asks(`<iq type="get" to="${PROXY}"><query xmlns="${NS}"/></iq>`);
  expect(conditionOf(answer)).toBe("not-allowed");
  otherListener.stop(true);
});

test("by default there is a proxy, at port 7777", () => {
  expect(readConfig("", modules).listen.proxy).toBe("[::]:7777");
});

test("the proxy can be turned off", async () => {
  await using other = await startTestServer();
  const { romeo } = await cast(other, ["romeo"]);
  expect(other.server.listening.proxy).toBeUndefined();
  const answer = await romeo.asks(`<iq type="get" to="${PROXY}"><query xmlns="${NS}"/></iq>`);
  expect(conditionOf(answer)).toBe("remote-server-not-found");
});
