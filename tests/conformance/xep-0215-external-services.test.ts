/** XEP-0215: External Service Discovery. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { createHmac, randomBytes } from "node:crypto";
import { xorAddress } from "../../src/turn/address.ts";
import { ATTRIBUTE, METHOD } from "../../src/turn/attributes.ts";
import { REQUESTED_UDP, TestClient } from "../../src/turn/testing.ts";
import { type Actor, cast } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { enterResumably, resumed } from "../support/client/resumable.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:extdisco:2";
const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const URIS = [
  "stun:stun.localhost",
  "turn:192.0.2.1:3480?transport=tcp",
  "turns:[2001:db8::1]",
  "http://no",
  "turn:x:99999",
];

let server: TestServer;
let actor: Actor;
let other: Actor;

beforeAll(async () => {
  server = await startTestServer({
    settings: [
      `external_services.uris=${URIS.join(",")}`,
      "external_services.secret=shared",
      "external_services.lifetime=1h",
      "components.secrets=far.example=s",
    ],
    now: () => NOW,
  });
  ({ bard: actor, will: other } = await cast(server, ["bard", "will"]));
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const asks = (content: string, asker = actor) => asker.asks(`<iq type="get" to="localhost">${content}</iq>`);
const services = async (content: string, asker = actor) =>
  (await asks(content, asker))
    .getChildElements()[0]
    ?.getChildren("service")
    .map(({ attrs }) => attrs) ?? [];
const EXPIRES = NOW / 1000 + 3600;

test("§3.1: all services are returned, each with host, port, transport and type", async () => {
  expect(await services(`<services xmlns="${NS}"/>`)).toMatchObject(
    [
      { type: "stun", host: "stun.localhost", port: 3478, transport: "udp" },
      { type: "turn", host: "192.0.2.1", port: 3480, transport: "tcp" },
      { type: "turns", host: "2001:db8::1", port: 5349, transport: "tcp" },
    ].map((service) => ({ ...service, port: String(service.port) })),
  );
});

test("§3.3: relays have credentials that expire, and do not identify the requester", async () => {
  const [stun, turn] = await services(`<services xmlns="${NS}"/>`);
  expect(stun?.password).toBeUndefined();
  expect(turn?.username).toMatch(new RegExp(`^${EXPIRES}:[\\w-]{16}$`));
  expect(turn?.username).not.toContain("bard");
  expect(turn?.password).toBe(createHmac("sha1", "shared").update(String(turn?.username)).digest("base64"));
  expect(turn).toMatchObject({ expires: "2026-11-22T13:00:00Z", restricted: "true" });
  const [, relay] = await services(`<services xmlns="${NS}"/>`);
  const [, others] = await services(`<services xmlns="${NS}"/>`, other);
  expect(relay?.username).toBe(String(turn?.username));
  expect(others?.username).not.toBe(turn?.username);
});

test("§3.2: services of one type are returned", async () => {
  const answer = await asks(`<services xmlns="${NS}" type="turn"/>`);
  expect(answer.getChild("services", NS)?.attrs.type).toBe("turn");
  expect((await services(`<services xmlns="${NS}" type="turn"/>`)).map(({ host }) => host)).toEqual(["192.0.2.1"]);
  expect(await services(`<services xmlns="${NS}" type="ftp"/>`)).toEqual([]);
});

test("§3.3: credentials for one service are returned", async () => {
  const ask = (attributes: string) => `<credentials xmlns="${NS}"><service ${attributes}/></credentials>`;
  const [turn, ...more] = await services(ask('host="192.0.2.1" type="turn"'));
  expect([turn?.port, more.length, turn?.password === undefined]).toEqual(["3480", 0, false]);
  expect(await services(ask('host="192.0.2.1" type="turn" port="3480"'))).toHaveLength(1);
  expect(conditionOf(await asks(ask('host="192.0.2.1" type="turn" port="1"')))).toBe("item-not-found");
  expect(conditionOf(await asks(ask('host="elsewhere.example" type="turn"')))).toBe("item-not-found");
  expect(conditionOf(await asks(ask('type="turn"')))).toBe("bad-request");
  expect(conditionOf(await asks(`<credentials xmlns="${NS}"/>`))).toBe("bad-request");
});

test("§2: the list is forbidden to users of other servers", async () => {
  const component = await Component.connect(server, "far.example", "s");
  component.sends(`<iq type="get" id="x" from="a@far.example/b" to="localhost"><services xmlns="${NS}"/></iq>`);
  expect(conditionOf(await component.receives('<iq xmlns="jabber:client" type="error" id="x"/>'))).toBe("forbidden");
  component.leaves();
});

test("a configured username and password are returned unchanged", async () => {
  const settings = ["uris=turn:t.example", "username=u", "password=p"].map((option) => `external_services.${option}`);
  await using serverWithPassword = await startTestServer({ settings });
  const { bard } = await cast(serverWithPassword, ["bard"]);
  expect(await services(`<services xmlns="${NS}"/>`, bard)).toMatchObject([{ username: "u", password: "p" }]);
});

test("the relay of this server is offered first, with credentials of its own that end with the account", async () => {
  const settings = ["listen.turn=127.0.0.1:0", "listen.turns=127.0.0.1:0", "turn.relay_ports=43300-43303"];
  await using relaying = await startTestServer({ settings: [...settings, "external_services.uris=turn:t.example"] });
  const { bard, will } = await cast(relaying, ["bard", "will"]);
  const port = (name: string) => relaying.server.listening[name]?.split(":").at(-1);
  const [stun, turn, tcp, tls, other, ...none] = await services(`<services xmlns="${NS}"/>`, bard);
  const host = "localhost";
  expect(stun).toMatchObject({ type: "stun", host, transport: "udp", port: port("turn") });
  expect(turn).toMatchObject({ type: "turn", host, transport: "udp", port: port("turn"), restricted: "true" });
  expect(tcp).toMatchObject({ type: "turn", host, transport: "tcp", port: port("turn") });
  expect(tls).toMatchObject({ type: "turns", host, transport: "tcp", port: port("turns") });
  expect([other?.host, none]).toEqual(["t.example", []]);
  expect(stun?.password).toBeUndefined();
  expect(turn?.username).toMatch(/^\d+:[\w-]{16}$/);
  const [, others] = await services(`<services xmlns="${NS}"/>`, will);
  expect(others?.username?.split(":")[1]).not.toBe(turn?.username?.split(":")[1]);

  const allocates = async ({ username, password }: { username?: string; password?: string } = {}) => {
    using client = await TestClient.open({ port: Number(port("turn")), realm: "localhost" });
    const credentials = { username: String(username), password: String(password) };
    return (await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials)).error;
  };
  expect([await allocates(turn), await allocates(others)]).toEqual([undefined, undefined]);
  using client = await TestClient.open({ port: Number(port("turn")), realm: "localhost" });
  const credentials = { username: String(others?.username), password: String(others?.password) };
  await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials);
  const permits = async (address: string) => {
    const transaction = randomBytes(12);
    const peer = [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address, port: 9 }, transaction)] as const;
    return (await client.request(METHOD.CREATE_PERMISSION, [peer], credentials, { transaction })).error;
  };
  const peers = ["8.8.8.8", "127.0.0.2", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"];
  const refused: string[] = [];
  for (const peer of peers) if ((await permits(peer)) === 403) refused.push(peer);
  expect(refused).toEqual(peers.slice(1));

  await bard.leaves();
  await relaying.removeAccount("bard@localhost");
  expect([await allocates(turn), await allocates(others)]).toEqual([401, undefined]);
  expect(relaying.errors).toEqual([]);
});

test("§3.2: whose session goes on after a restart is told what has changed meanwhile", async () => {
  await using changing = await startTestServer({ settings: ["external_services.uris=stun:one.example"] });
  const session = await enterResumably(changing, "bard", "globe");
  await services(`<services xmlns="${NS}"/>`, session.actor);
  await changing.restart(["external_services.uris=stun:two.example"]);
  const { actor: again } = await resumed(changing, session);
  const update = await again.receives(`<iq type="set" from="localhost"><services xmlns="${NS}"/></iq>`);
  const told = update.getChild("services", NS)?.getChildren("service") ?? [];
  expect(told.map(({ attrs: { action, host } }) => `${action} ${host}`)).toEqual([
    "delete one.example",
    "add two.example",
  ]);
  expect(changing.errors).toEqual([]);
});

test("an invalid service URI is ignored and logged", () => {
  const ignored = server.events.filter(({ event }) => event === "external-service-ignored");
  expect(ignored.map(({ uri }) => uri)).toEqual(["http://no", "turn:x:99999"]);
});

test("§5: the feature is reported", async () => {
  expect(await featuresOf(actor, "localhost")).toContain(NS);
});
