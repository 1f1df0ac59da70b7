/** XEP-0191: Blocking Command. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { appear, befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:blocking";
const BLOCKED = "urn:xmpp:blocking:errors";

let server: TestServer;
let actors: Cast<"juliet" | "romeo" | "tybalt">;

beforeAll(async () => {
  server = await startTestServer({ settings: ["blocking.max_items=20"] });
  actors = await cast(server, ["juliet", "romeo", "tybalt"]);
  await befriend(actors.juliet, actors.romeo);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(async () => {
  await actors.juliet.asks(`<iq type="set"><unblock xmlns="${NS}"/></iq>`);
  await settled(...Object.values(actors));
  expect(server.errors).toEqual([]);
});

const blocks = (...jids: string[]) =>
  actors.juliet.asks(
    `<iq type="set"><block xmlns="${NS}">${jids.map((jid) => `<item jid="${jid}"/>`).join("")}</block></iq>`,
  );
const unblocks = (...jids: string[]) =>
  actors.juliet.asks(
    `<iq type="set"><unblock xmlns="${NS}">${jids.map((jid) => `<item jid="${jid}"/>`).join("")}</unblock></iq>`,
  );
const blocklist = async (): Promise<string[]> => {
  const answer = await actors.juliet.asks(`<iq type="get"><blocklist xmlns="${NS}"/></iq>`);
  return (answer.getChild("blocklist", NS)?.getChildren("item") ?? []).map(({ attrs }) => attrs.jid);
};

test('§3.1: the server "MUST return a feature of urn:xmpp:blocking"', async () => {
  expect(await featuresOf(actors.juliet, "localhost")).toContain(NS);
});

test("§3.2: the block list holds one item for each blocked JID, or none", async () => {
  expect(await blocklist()).toEqual([]);
  await blocks("iago@shakespeare.lit", "Romeo@Localhost");
  expect(await blocklist()).toEqual(["iago@shakespeare.lit", "romeo@localhost"]);
});

test("§3.2: another account cannot read or change the list", async () => {
  const answer = await actors.tybalt.asks(
    `<iq type="get" to="${actors.juliet.account}"><blocklist xmlns="${NS}"/></iq>`,
  );
  expect(conditionOf(answer)).toBe("service-unavailable");
});

test("§3.3: an IQ-set goes to all of the user's resources that have requested the blocklist, and to no others", async () => {
  const { juliet } = actors;
  const balcony = await enter(server, "juliet", "balcony", actors);
  await blocklist();
  await blocks("iago@shakespeare.lit");
  await juliet.receives(
    `<iq type="set" to="${juliet.jid}"><block xmlns="${NS}"><item jid="iago@shakespeare.lit"/></block></iq>`,
  );
  await balcony.receivesNothing();
  await balcony.leaves();
});

test("§3.3: a <block/> without an <item/> is a bad-request; an item without an address, too", async () => {
  const { juliet } = actors;
  expect(conditionOf(await blocks())).toBe("bad-request");
  expect(conditionOf(await juliet.asks(`<iq type="set"><block xmlns="${NS}"><item/></block></iq>`))).toBe(
    "bad-request",
  );
  expect(conditionOf(await blocks("romeo@localhost", "@@@"))).toBe("jid-malformed");
  expect(await blocklist()).toEqual([]);
});

test("§3.3: the server sends unavailable presence to the JID, if it may receive presence", async () => {
  const { juliet, romeo, tybalt } = actors;
  await blocks(romeo.account, tybalt.account);
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
  await tybalt.receivesNothing();
  juliet.sends("<presence><show>away</show></presence>");
  await juliet.pings();
  await romeo.receivesNothing();
});

test("§3.3: a recipient of directed presence is sent unavailable presence", async () => {
  const { juliet, tybalt } = actors;
  juliet.sends(`<presence to="${tybalt.jid}"/>`);
  await tybalt.receives(`<presence from="${juliet.jid}"/>`);
  await blocks(tybalt.account);
  await tybalt.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
});

test("§3.3: presence stanzas of a blocked JID are not responded to: notifications, subscriptions, probes", async () => {
  const { juliet, romeo, tybalt } = actors;
  await blocks(romeo.account, tybalt.account);
  await settled(juliet, romeo);
  romeo.sends("<presence><show>dnd</show></presence>");
  tybalt.sends(`<presence to="${juliet.account}" type="subscribe"/><presence to="${juliet.jid}"/>`);
  await settled(tybalt);
  await juliet.receivesNothing();
  // A new session of romeo sends a probe to juliet.
  const phone = await enter(server, "romeo", "phone", actors);
  await appear(phone);
  await phone.receivesNothing(`<presence from="${juliet.jid}"/>`);
  await phone.leaves();
});

test('§3.3: "For message stanzas, the server SHOULD return an error, which SHOULD be service-unavailable"', async () => {
  const { juliet, romeo } = actors;
  await blocks(romeo.account);
  await settled(juliet, romeo);
  for (const to of [juliet.account, juliet.jid]) {
    romeo.sends(`<message type="chat" to="${to}" id="m1"><body>Call me but love</body></message>`);
    expect(conditionOf(await romeo.receives(`<message type="error" from="${to}" id="m1"/>`))).toBe(
      "service-unavailable",
    );
  }
  await juliet.receivesNothing();
  await juliet.asks('<iq type="set"><query xmlns="urn:xmpp:mam:2"/></iq>');
  expect(juliet.client.inbox.waiting().join()).not.toContain("Call me but love");
  await settled(juliet);
});

test("§3.3: a message of type groupchat is dropped: a room would remove its occupant for an error", async () => {
  const { juliet, romeo } = actors;
  await blocks(romeo.account);
  await settled(juliet, romeo);
  romeo.sends(`<message type="groupchat" to="${juliet.jid}"><body>hey</body></message>`);
  await romeo.receivesNothing();
  await juliet.receivesNothing();
});

test("§3.3: an IQ get or set is answered with service-unavailable, other types are dropped", async () => {
  const { juliet, romeo } = actors;
  await blocks(romeo.account);
  for (const to of [juliet.account, juliet.jid]) {
    const query = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
    expect(conditionOf(await romeo.asks(`<iq type="get" to="${to}">${query}</iq>`))).toBe("service-unavailable");
  }
  await settled(juliet, romeo);
  romeo.sends(`<iq type="result" id="x" to="${juliet.jid}"/><iq type="error" id="x" to="${juliet.jid}"/>`);
  await romeo.receivesNothing();
  await juliet.receivesNothing();
});

test("§3.3: an outbound stanza is not routed but answered with not-acceptable and <blocked/>", async () => {
  const { juliet, romeo } = actors;
  await blocks(romeo.account);
  await settled(juliet, romeo);
  const ping = '<ping xmlns="urn:xmpp:ping"/>';
  juliet.sends(`<message type="chat" to="${romeo.account}"><body>Can you hear me now?</body></message>`);
  juliet.sends(`<presence to="${romeo.jid}"/><presence type="subscribe" to="${romeo.account}"/>`);
  juliet.sends(`<iq type="get" id="p1" to="${romeo.jid}">${ping}</iq>`);
  for (const name of ["message", "presence", "presence", "iq"]) {
    const answer = await juliet.receives(
      `<${name} type="error"><error type="cancel"><blocked xmlns="${BLOCKED}"/></error></${name}>`,
    );
    expect(conditionOf(answer)).toBe("not-acceptable");
  }
  juliet.sends(`<iq type="result" id="p2" to="${romeo.jid}"/>`);
  await juliet.pings();
  await romeo.receivesNothing();
});

test("§3.4: on unblocking, the server sends the user's current presence, and stanzas are delivered again", async () => {
  const { juliet, romeo, tybalt } = actors;
  await blocks(romeo.account, tybalt.account);
  juliet.sends("<presence><show>xa</show></presence>");
  await settled(juliet, romeo, tybalt);
  await blocklist();
  expect((await unblocks(romeo.account)).attrs.type).toBe("result");
  await juliet.receives(`<iq type="set"><unblock xmlns="${NS}"><item jid="${romeo.account}"/></unblock></iq>`);
  await romeo.receives(`<presence from="${juliet.jid}"><show>xa</show></presence>`);
  await juliet.receives(`<presence from="${romeo.jid}"/>`);
  await tybalt.receivesNothing();
  romeo.sends(`<message to="${juliet.jid}"><body>again</body></message>`);
  await juliet.receives(`<message from="${romeo.jid}"><body>again</body></message>`);
  expect(await blocklist()).toEqual([tybalt.account]);
});

test("§3.5: an empty <unblock/> unblocks all, and is pushed empty", async () => {
  const { juliet, romeo } = actors;
  await blocks(romeo.account, "shakespeare.lit");
  await blocklist();
  await settled(juliet, romeo);
  expect((await unblocks()).attrs.type).toBe("result");
  const push = await juliet.receives(`<iq type="set"><unblock xmlns="${NS}"/></iq>`);
  expect(push.getChild("unblock", NS)?.children).toEqual([]);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  expect(await blocklist()).toEqual([]);
});

test("§5: <user@domain/resource>: only that resource matches; <domain>: so does any user@domain", async () => {
  const { juliet, romeo } = actors;
  const phone = await enter(server, "romeo", "phone", actors);
  const write = async (id: string) => {
    romeo.sends(`<message to="${juliet.jid}" id="${id}"><body>?</body></message>`);
    phone.sends(`<message to="${juliet.jid}" id="${id}"><body>?</body></message>`);
    await settled(romeo, phone);
    return juliet.client.inbox
      .waiting()
      .filter(({ attrs }) => attrs.id === id)
      .map(({ attrs }) => attrs.from);
  };
  await blocks(phone.jid);
  expect(await write("one")).toEqual([romeo.jid]);
  await blocks("localhost");
  expect(await write("two")).toEqual([]);
  await phone.leaves();
});

test("§4: the account's own resources and its server cannot be blocked", async () => {
  const { juliet } = actors;
  await blocks("localhost", juliet.account);
  const balcony = await enter(server, "juliet", "balcony", actors);
  balcony.sends(`<message to="${juliet.jid}"><body>note</body></message>`);
  await juliet.receives(`<message from="${balcony.jid}"><body>note</body></message>`);
  const answer = await juliet.asks('<iq type="get" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(answer.attrs.type).toBe("result");
  await balcony.leaves();
});

test("the length of a block list is limited", async () => {
  const many = Array.from({ length: 21 }, (_, index) => `spammer${index}@spam.example`);
  expect(conditionOf(await blocks(...many))).toBe("resource-constraint");
  expect(await blocklist()).toEqual([]);
});

test("§3.3: the block applies across sessions, and across a restart of the server", async () => {
  await using other = await startTestServer();
  const before = await cast(other, ["juliet", "romeo"]);
  await before.juliet.asks(`<iq type="set"><block xmlns="${NS}"><item jid="${before.romeo.account}"/></block></iq>`);
  await other.restart();
  const { juliet, romeo } = await cast(other, ["juliet", "romeo"]);
  romeo.sends(`<message to="${juliet.jid}" id="m"><body>?</body></message>`);
  expect(conditionOf(await romeo.receives('<message type="error" id="m"/>'))).toBe("service-unavailable");
  await juliet.receivesNothing();
});
