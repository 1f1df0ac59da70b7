/** A server that has something of everything, and what an app finds of it on another server with the same data. */
import { expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Element } from "ltx";
import exportVerb from "../../../src/command/export.ts";
import { parseElement } from "../../../src/xml/parse-element.ts";
import { type Actor, befriend, enter, settled } from "../../support/cast.ts";
import type { Client } from "../../support/client/client.ts";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { publish } from "../../support/xep/pubsub.ts";
import { setsItem } from "../../support/xep/roster.ts";

const NOTES = "urn:example:notes";
const BODIES = Array.from({ length: 40 }, (_, number) => `hello ${number} & <é>`);

const SPAMMER = "spam@example.com";

export const ROOM = "family@rooms.localhost";
const SAID = ["first", "second", "third"];

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A running server with the accounts alice and bob. */
export async function filledServer(): Promise<TestServer> {
  const server = await startTestServer();
  const [alice, bob] = [await enter(server, "alice", "phone"), await enter(server, "bob", "phone")];
  await befriend(alice, bob);
  await setsItem(alice, '<item jid="bob@localhost" name="Bób &amp; co"><group>Family</group></item>');
  await alice.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Alice</FN></vCard></iq>');
  await alice.asks(
    '<iq type="set"><query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs">x</exodus></query></iq>',
  );
  await alice.asks(`<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${SPAMMER}"/></block></iq>`);
  const options = { access_model: "whitelist", max_items: "10", persist_items: "true" };
  for (const id of ["1", "2"])
    await publish(alice, NOTES, `<item id="${id}"><note xmlns="${NOTES}">note ${id}</note></item>`, options);
  for (const body of BODIES)
    alice.sends(`<message type="chat" to="bob@localhost"><body>${escaped(body)}</body></message>`);
  await settled(alice, bob);
  await fillRoom(alice);
  return server;
}

/** A room of members, with a subject and a discussion. */
async function fillRoom(alice: Actor): Promise<void> {
  alice.sends(`<presence to="${ROOM}/Alice"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
  await alice.receives(`<presence from="${ROOM}/Alice"/>`);
  const field = (name: string, value: string): string =>
    `<field var="muc#roomconfig_${name}"><value>${value}</value></field>`;
  const fields = field("roomname", "The family") + field("membersonly", "1");
  await alice.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit">${fields}</x></query></iq>`,
  );
  await alice.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="member" jid="bob@localhost"/><item affiliation="outcast" jid="spam@example.com"><reason>spam</reason></item></query></iq>`,
  );
  alice.sends(`<message to="${ROOM}" type="groupchat"><subject>Holidays</subject></message>`);
  for (const body of SAID)
    alice.sends(`<message to="${ROOM}" type="groupchat" id="${body}"><body>${body}</body></message>`);
  await alice.receives(`<message from="${ROOM}/Alice"><body>${SAID.at(-1)}</body></message>`);
}

/** Runs `export` beside the server; returns where the result is, in a folder that is removed with the server. */
export async function exported(server: TestServer, format: string): Promise<string> {
  const to = join(mkdtempSync(join(server.home.directory, "export-")), format);
  const terminal = {
    ...{ out: () => {}, err: () => {}, isInteractive: false, isColoured: false, env: {} },
    input: () => Buffer.alloc(0),
  };
  const flags = { format, to, account: undefined, json: true };
  expect(await exportVerb.run({ flags, operands: [], home: server.home, terminal, language: "en" })).toBe(0);
  return to;
}

/** Tests of what alice finds; `blocked`: whom she blocks. */
export function testsOfAlice(alice: () => Client, { blocked = [SPAMMER] } = {}): void {
  const asks = (type: "get" | "set", payload: string): Promise<Element> => alice().iq(type, parseElement(payload));

  test("has the contacts, with names, groups and subscriptions", async () => {
    const answer = await asks("get", '<query xmlns="jabber:iq:roster"/>');
    const items = answer.getChild("query")?.getChildren("item") ?? [];
    expect(items.map(({ attrs }) => [attrs.jid, attrs.name, attrs.subscription])).toEqual([
      ["bob@localhost", "Bób & co", "both"],
    ]);
    expect(items[0]?.getChildText("group")).toBe("Family");
  });

  test("has what is private, and what is published", async () => {
    const query = '<query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"/></query>';
    expect((await asks("get", query)).getChild("query")?.getChildText("exodus")).toBe("x");
    const answer = await asks(
      "get",
      `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="${NOTES}"/></pubsub>`,
    );
    const items = answer.getChild("pubsub")?.getChild("items")?.getChildren("item") ?? [];
    expect(items.map((item) => [item.attrs.id, item.getChildText("note")]).toSorted()).toEqual([
      ["1", "note 1"],
      ["2", "note 2"],
    ]);
  });

  test("has the vCard, and who is blocked", async () => {
    const card = await asks("get", '<vCard xmlns="vcard-temp"/>');
    expect(card.getChild("vCard")?.getChildText("FN")).toBe("Alice");
    const list = await asks("get", '<blocklist xmlns="urn:xmpp:blocking"/>');
    const items = list.getChild("blocklist")?.getChildren("item") ?? [];
    expect(items.map(({ attrs }) => attrs.jid)).toEqual(blocked);
  });

  test("has the archive, in its order", async () => {
    const fin = asks(
      "set",
      '<query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max></set></query>',
    );
    const bodies: (string | null | undefined)[] = [];
    for (const _ of BODIES) {
      const message = await alice().receive((each) => each.getChild("result", "urn:xmpp:mam:2") !== undefined);
      const forwarded = message.getChild("result")?.getChild("forwarded", "urn:xmpp:forward:0");
      bodies.push(forwarded?.getChild("message")?.getChildText("body"));
    }
    expect(bodies).toEqual(BODIES);
    expect((await fin).getChild("fin")?.attrs.complete).toBe("true");
  });
}

/** Tests of the room, which alice enters there. */
export function testsOfRoom(alice: () => Client): void {
  const asks = (type: "get" | "set", payload: string): Promise<Element> =>
    alice().iq(type, parseElement(payload), ROOM);

  test("the room has its name, and whom it has as members and keeps out", async () => {
    const info = await asks("get", '<query xmlns="http://jabber.org/protocol/disco#info"/>');
    const query = info.getChild("query");
    expect(query?.getChild("identity")?.attrs.name).toBe("The family");
    expect(query?.getChildren("feature").map(({ attrs }) => attrs.var)).toContain("muc_membersonly");
    const listed = async (affiliation: string) => {
      const list = `<query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="${affiliation}"/></query>`;
      return (await asks("get", list))
        .getChild("query")
        ?.getChildren("item")
        .map(({ attrs }) => attrs.jid);
    };
    await enterRoom(alice());
    expect(await listed("owner")).toEqual(["alice@localhost"]);
    expect(await listed("member")).toEqual(["bob@localhost"]);
    expect(await listed("outcast")).toEqual(["spam@example.com"]);
  });

  test("who enters is sent the subject, and finds the discussion in the archive", async () => {
    const subject = await alice().receive((each) => each.name === "message" && !!each.getChild("subject"));
    expect(subject.getChildText("subject")).toBe("Holidays");
    const fin = asks("set", '<query xmlns="urn:xmpp:mam:2"/>');
    const said: (readonly [string, string | null | undefined])[] = [];
    while (said.length < SAID.length) {
      const message = await alice().receive((each) => each.getChild("result", "urn:xmpp:mam:2") !== undefined);
      const forwarded = message.getChild("result")?.getChild("forwarded", "urn:xmpp:forward:0")?.getChild("message");
      // Prosody keeps the subject among the messages.
      if (forwarded?.getChild("body")) said.push([forwarded.attrs.from, forwarded.getChildText("body")]);
    }
    expect(said).toEqual(SAID.map((body) => [`${ROOM}/Alice`, body]));
    await fin;
  });
}

async function enterRoom(client: Client): Promise<void> {
  client.send(parseElement(`<presence to="${ROOM}/Alice"><x xmlns="http://jabber.org/protocol/muc"/></presence>`));
  await client.receive((each) => each.name === "presence" && each.attrs.from === `${ROOM}/Alice`);
}
