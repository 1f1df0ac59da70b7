/** XEP-0060 as a subscriber: block lists that other servers publish. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, befriend, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { until } from "../support/network/listening-trial.ts";
import type { TestServer } from "../support/server.ts";
import { ask, EVENT, form, refusal } from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.lists.example";

let federation: TestFederation;
let listServer: TestServer;
let escalus: Actor;

beforeAll(async () => {
  federation = await openTestFederation();
  listServer = await federation.server("lists.example");
  federation.setRecords(SERVICE, { direct: Number(listServer.server.listening.server_tls?.split(":").at(-1)) });
  ({ escalus } = await cast(listServer, ["escalus"]));
});
afterAll(() => federation[Symbol.asyncDispose]());

/** Requests of escalus to the pubsub service that publishes the list. */
async function does(content: string): Promise<void> {
  const answer = await ask(escalus, "set", content, SERVICE);
  expect([answer.attrs.type, refusal(answer)]).toEqual(["result", ""]);
}
const report = (content = ""): string =>
  `<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam">${content}</report>`;
const publish = (node: string, id: string, payload = report()): Promise<void> =>
  does(`<publish node="${node}"><item id="${id}">${payload}</item></publish>`);
const retract = (node: string, id: string): Promise<void> =>
  does(`<retract node="${node}" notify="true"><item id="${id}"/></retract>`);

/** Resolves when the server has logged one of these events after the first `since`. */
const untilLogged = ({ events }: TestServer, since: number, ...names: readonly string[]): Promise<void> =>
  until(
    () => events.slice(since).some(({ event }) => names.includes(event)),
    () => events.slice(since),
  );

let testNumber = 0;
let subscriber: TestServer;
let listedServer: TestServer;
let juliet: Actor;
let tybalt: Actor;
let node = "";
let domain = "";

/** A server that subscribes to a list, and another server that may be put on it; they are federated. */
async function openServers(option: string): Promise<void> {
  testNumber += 1;
  node = `bad-${testNumber}`;
  domain = `spam${testNumber}.example`;
  const open = form("node_config", { access_model: "open", max_items: "100" });
  await does(`<create node="${node}"/><configure>${open}</configure>`);
  await publish(node, "evil.example");
  const settings = [`blocklists.${option}=${SERVICE}/${node}`];
  subscriber = await federation.server(`home${testNumber}.example`, { settings });
  listedServer = await federation.server(domain, { settings: ["federation.queue_time=1s"] });
  await untilLogged(subscriber, 0, "blocklist-read");
  ({ juliet } = await cast(subscriber, ["juliet"]));
  ({ tybalt } = await cast(listedServer, ["tybalt"]));
}

const write = (from: Actor, to: Actor, id: string): void =>
  from.sends(`<message to="${to.account}" type="chat" id="${id}"><body>${id}</body></message>`);

async function expectDelivered(from: Actor, to: Actor, id: string): Promise<void> {
  write(from, to, id);
  await to.receives(`<message from="${from.jid}"><body>${id}</body></message>`);
}

async function errorTextFor(from: Actor, to: Actor, id: string): Promise<string> {
  write(from, to, id);
  return (await from.receives(`<message type="error" id="${id}"/>`)).toString();
}

/** Resolves when the domain is on the list and its streams have ended. */
async function untilPublished(id: string, payload?: string): Promise<void> {
  const since = subscriber.events.length;
  await publish(node, id, payload);
  await untilLogged(subscriber, since, "server-gone", "outgoing-stream-ended");
}

describe("a list of blocked domains", () => {
  beforeEach(() => openServers("block"));

  test("§6.1 and §6.5: stanzas to listed domains are refused; other domains are reached", async () => {
    await expectDelivered(juliet, tybalt, "before");
    juliet.sends(`<message to="x@evil.example" type="chat" id="e"><body>e</body></message>`);
    const errorMessage = await juliet.receives(`<message type="error" id="e"/>`);
    expect(errorMessage.toString()).toContain("evil.example is on a list of blocked domains that this server follows");
    juliet.sends(`<message to="x@rooms.evil.example" type="chat" id="r"><body>r</body></message>`);
    expect((await juliet.receives(`<message type="error" id="r"/>`)).toString()).toContain("list of blocked domains");
  });

  test("§7.1.2: a domain that is added loses its streams, and can connect again once it is removed", async () => {
    await expectDelivered(juliet, tybalt, "there");
    await expectDelivered(tybalt, juliet, "back");
    await untilPublished(domain);
    expect(await errorTextFor(juliet, tybalt, "1")).toContain("not-allowed");
    await listedServer.restart();
    ({ tybalt } = await cast(listedServer, ["tybalt"]));
    expect(await errorTextFor(tybalt, juliet, "2")).toContain("list of blocked domains");
    await retract(node, domain);
    await juliet.asks(`<iq type="get" id="l" to="${SERVICE}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await expectDelivered(juliet, tybalt, "again");
  });

  test("the list applies after a restart without a request to its service", async () => {
    await expectDelivered(juliet, tybalt, "there");
    await untilPublished(domain);
    federation.removeRecords(SERVICE);
    await subscriber.restart();
    ({ juliet } = await cast(subscriber, ["juliet"]));
    expect(await errorTextFor(juliet, tybalt, "1")).toContain("list of blocked domains");
    federation.setRecords(SERVICE, { direct: Number(listServer.server.listening.server_tls?.split(":").at(-1)) });
  });

  test("a list cannot block its own service, the servers that subscribe to it, or a top-level domain", async () => {
    for (const id of [SERVICE, juliet.account.split("@")[1] ?? "", "example"]) await publish(node, id);
    await expectDelivered(juliet, tybalt, "there");
    await untilPublished(domain);
    expect(await errorTextFor(juliet, tybalt, "1")).toContain("not-allowed");
  });

  test("events of the list are accepted from its service only, and other senders get no answer", async () => {
    await expectDelivered(tybalt, juliet, "there");
    const forgedEvent = `<event xmlns="${EVENT}"><items node="${node}"><item id="${domain}"/></items></event>`;
    tybalt.sends(`<message to="${juliet.account.split("@")[1]}" id="f">${forgedEvent}</message>`);
    expect((await tybalt.receives(`<message type="error" id="f"/>`)).toString()).toContain("service-unavailable");
    await expectDelivered(tybalt, juliet, "still");
  });

  test("where the list recommends it, only strangers of a domain are blocked", async () => {
    await befriend(juliet, tybalt);
    const recommendations = "<recommendations><block-strangers/></recommendations>";
    await publish(node, domain, report(`<meta xmlns="https://xmppbl.org/meta/v1">${recommendations}</meta>`));
    await juliet.asks(`<iq type="get" id="l" to="${SERVICE}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await expectDelivered(tybalt, juliet, "friend");
    const { mercutio } = await cast(listedServer, ["mercutio"]);
    expect(await errorTextFor(mercutio, juliet, "stranger")).toContain("service-unavailable");
  });
});

describe("a list of domains whose strangers are blocked", () => {
  beforeEach(() => openServers("block_strangers"));

  test("contacts may send messages; strangers get the error of an account that does not exist", async () => {
    await befriend(juliet, tybalt);
    await publish(node, domain);
    await juliet.asks(`<iq type="get" id="l" to="${SERVICE}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await expectDelivered(tybalt, juliet, "friend");
    const { mercutio } = await cast(listedServer, ["mercutio"]);
    expect(await errorTextFor(mercutio, juliet, "stranger")).toContain("service-unavailable");
    mercutio.sends(`<presence type="subscribe" to="${juliet.account}"/>`);
    await mercutio.asks(
      `<iq type="get" id="p" to="${juliet.account.split("@")[1]}"><ping xmlns="urn:xmpp:ping"/></iq>`,
    );
    await juliet.receivesNothing('<presence type="subscribe"/>');
  });
});
