/** XEP-0060 as a subscriber: block lists that other servers publish. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, befriend, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { until } from "../support/network/listening-trial.ts";
import type { TestServer } from "../support/server.ts";
import { ask, EVENT, form, refusal } from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.lists.example";

let federation: TestFederation;
let lists: TestServer;
let escalus: Actor;

beforeAll(async () => {
  federation = await openTestFederation();
  lists = await federation.server("lists.example");
  federation.setRecords(SERVICE, { direct: Number(lists.server.listening.server_tls?.split(":").at(-1)) });
  ({ escalus } = await cast(lists, ["escalus"]));
});
afterAll(() => federation[Symbol.asyncDispose]());

/** What Escalus does at his pubsub service. */
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
const logged = ({ events }: TestServer, since: number, ...names: readonly string[]): Promise<void> =>
  until(
    () => events.slice(since).some(({ event }) => names.includes(event)),
    () => events.slice(since),
  );

let plays = 0;
let home: TestServer;
let spam: TestServer;
let juliet: Actor;
let tybalt: Actor;
let node = "";
let domain = "";

/** A server that follows a list, and one whose people are a nuisance; they know of each other. */
async function play(option: string): Promise<void> {
  plays += 1;
  node = `bad-${plays}`;
  domain = `spam${plays}.example`;
  const open = form("node_config", { access_model: "open", max_items: "100" });
  await does(`<create node="${node}"/><configure>${open}</configure>`);
  await publish(node, "evil.example");
  const settings = [`blocklists.${option}=${SERVICE}/${node}`];
  home = await federation.server(`home${plays}.example`, { settings });
  spam = await federation.server(domain, { settings: ["federation.queue_time=1s"] });
  await logged(home, 0, "blocklist-read");
  ({ juliet } = await cast(home, ["juliet"]));
  ({ tybalt } = await cast(spam, ["tybalt"]));
}

const write = (from: Actor, to: Actor, id: string): void =>
  from.sends(`<message to="${to.account}" type="chat" id="${id}"><body>${id}</body></message>`);

async function arrives(from: Actor, to: Actor, id: string): Promise<void> {
  write(from, to, id);
  await to.receives(`<message from="${from.jid}"><body>${id}</body></message>`);
}

async function comesBack(from: Actor, to: Actor, id: string): Promise<string> {
  write(from, to, id);
  return (await from.receives(`<message type="error" id="${id}"/>`)).toString();
}

/** It is on the list, and has lost its streams. */
async function published(id: string, payload?: string): Promise<void> {
  const since = home.events.length;
  await publish(node, id, payload);
  await logged(home, since, "server-gone", "outgoing-stream-ended");
}

describe("a list of domains to keep out", () => {
  beforeEach(() => play("block"));

  test("§6.1 and §6.5: what is on it is not written to; who is not on it is", async () => {
    await arrives(juliet, tybalt, "before");
    juliet.sends(`<message to="x@evil.example" type="chat" id="e"><body>e</body></message>`);
    const refused = await juliet.receives(`<message type="error" id="e"/>`);
    expect(refused.toString()).toContain("evil.example is on a list of blocked domains that this server follows");
    juliet.sends(`<message to="x@rooms.evil.example" type="chat" id="r"><body>r</body></message>`);
    expect((await juliet.receives(`<message type="error" id="r"/>`)).toString()).toContain("list of blocked domains");
  });

  test("§7.1.2: who is put on it loses its streams, and can come back once it is taken off", async () => {
    await arrives(juliet, tybalt, "there");
    await arrives(tybalt, juliet, "back");
    await published(domain);
    expect(await comesBack(juliet, tybalt, "1")).toContain("not-allowed");
    await spam.restart();
    ({ tybalt } = await cast(spam, ["tybalt"]));
    expect(await comesBack(tybalt, juliet, "2")).toContain("list of blocked domains");
    await retract(node, domain);
    await juliet.asks(`<iq type="get" id="l" to="${SERVICE}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await arrives(juliet, tybalt, "again");
  });

  test("a restart has the list at once, with nobody to be asked", async () => {
    await arrives(juliet, tybalt, "there");
    await published(domain);
    federation.removeRecords(SERVICE);
    await home.restart();
    ({ juliet } = await cast(home, ["juliet"]));
    expect(await comesBack(juliet, tybalt, "1")).toContain("list of blocked domains");
    federation.setRecords(SERVICE, { direct: Number(lists.server.listening.server_tls?.split(":").at(-1)) });
  });

  test("a list can condemn neither its own service nor those who follow it, nor a whole country", async () => {
    for (const id of [SERVICE, juliet.account.split("@")[1] ?? "", "example"]) await publish(node, id);
    await arrives(juliet, tybalt, "there");
    await published(domain);
    expect(await comesBack(juliet, tybalt, "1")).toContain("not-allowed");
  });

  test("nobody but the service is heard as the list, and nobody else is answered", async () => {
    await arrives(tybalt, juliet, "there");
    const forged = `<event xmlns="${EVENT}"><items node="${node}"><item id="${domain}"/></items></event>`;
    tybalt.sends(`<message to="${juliet.account.split("@")[1]}" id="f">${forged}</message>`);
    expect((await tybalt.receives(`<message type="error" id="f"/>`)).toString()).toContain("service-unavailable");
    await arrives(tybalt, juliet, "still");
  });

  test("where the list itself recommends it, strangers alone are kept out", async () => {
    await befriend(juliet, tybalt);
    const advice = "<recommendations><block-strangers/></recommendations>";
    await publish(node, domain, report(`<meta xmlns="https://xmppbl.org/meta/v1">${advice}</meta>`));
    await juliet.asks(`<iq type="get" id="l" to="${SERVICE}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await arrives(tybalt, juliet, "friend");
    const { mercutio } = await cast(spam, ["mercutio"]);
    expect(await comesBack(mercutio, juliet, "stranger")).toContain("service-unavailable");
  });
});

describe("a list of domains whose strangers are kept out", () => {
  beforeEach(() => play("block_strangers"));

  test("contacts write as before; strangers get the answer of an account that is not there", async () => {
    await befriend(juliet, tybalt);
    await publish(node, domain);
    await juliet.asks(`<iq type="get" id="l" to="${SERVICE}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await arrives(tybalt, juliet, "friend");
    const { mercutio } = await cast(spam, ["mercutio"]);
    expect(await comesBack(mercutio, juliet, "stranger")).toContain("service-unavailable");
    mercutio.sends(`<presence type="subscribe" to="${juliet.account}"/>`);
    await mercutio.asks(
      `<iq type="get" id="p" to="${juliet.account.split("@")[1]}"><ping xmlns="urn:xmpp:ping"/></iq>`,
    );
    await juliet.receivesNothing('<presence type="subscribe"/>');
  });
});
