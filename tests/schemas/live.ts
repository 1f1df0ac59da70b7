/** A life of some seconds, which leaves rows in most tables of a server. */
import type { Client } from "../support/client/client.ts";
import { ASKED, BLOCKED, BOOKMARK, FULL_NAME, IN_ROOM, NOTE, type Person, ROOM, SAID, WAITING } from "./household.ts";

type LogIn = (person: Person, resource: string) => Promise<Client>;

export async function live(logIn: LogIn): Promise<void> {
  const [alice, bob] = [await logIn("alice", "phone"), await logIn("bob", "phone")];
  for (const client of [alice, bob]) client.send("<presence/>");
  alice.send('<presence type="subscribe" to="bob@localhost"/>');
  await bob.receive((stanza) => stanza.attrs.type === "subscribe");
  bob.send('<presence type="subscribed" to="alice@localhost"/><presence type="subscribe" to="alice@localhost"/>');
  await alice.receive((stanza) => stanza.attrs.type === "subscribe");
  alice.send('<presence type="subscribed" to="bob@localhost"/>');
  for (const [at, body] of SAID.entries())
    alice.send(`<message type="chat" to="bob@localhost" id="m${at}"><body>${body}</body></message>`);
  await bob.receive((stanza) => stanza.attrs.id === `m${SAID.length - 1}`);
  await setAll(alice, [
    `<iq type="set" id="q"><query xmlns="jabber:iq:roster"><item jid="bob@localhost" name="Bob"><group>Friends</group></item></query></iq>`,
    `<iq type="set" id="q"><vCard xmlns="vcard-temp"><FN>${FULL_NAME}</FN></vCard></iq>`,
    `<iq type="set" id="q"><block xmlns="urn:xmpp:blocking"><item jid="${BLOCKED}"/></block></iq>`,
    `<iq type="set" id="q"><query xmlns="jabber:iq:private"><note xmlns="urn:example:note">${NOTE}</note></query></iq>`,
    `<iq type="set" id="q"><pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="urn:xmpp:bookmarks:1"><item id="${ROOM}"><conference xmlns="urn:xmpp:bookmarks:1" name="${BOOKMARK}" autojoin="true"/></item></publish></pubsub></iq>`,
    `<iq type="set" id="q"><prefs xmlns="urn:xmpp:mam:2" default="always"><always/><never/></prefs></iq>`,
  ]);
  alice.send(`<presence to="${ROOM}/alice"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
  await alice.receive((stanza) => stanza.attrs.from === `${ROOM}/alice` && stanza.getName() === "presence");
  await setAll(alice, [
    `<iq type="set" id="q" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"/></query></iq>`,
    `<iq type="set" id="q" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="member" jid="bob@localhost"/></query></iq>`,
  ]);
  alice.send(`<message type="groupchat" to="${ROOM}" id="r"><body>${IN_ROOM}</body></message>`);
  await alice.receive((stanza) => stanza.attrs.from === `${ROOM}/alice` && stanza.attrs.id === "r");
  await bob.end();
  alice.send(`<message type="chat" to="bob@localhost" id="w"><body>${WAITING}</body></message>`);
  alice.send(`<presence type="subscribe" to="${ASKED}"/>`);
  await setAll(alice, ['<iq type="get" id="q"><ping xmlns="urn:xmpp:ping"/></iq>']);
  await alice.end();
}

async function setAll(client: Client, requests: readonly string[]): Promise<void> {
  for (const request of requests) {
    client.send(request);
    const answer = await client.receive(({ name, attrs }) => name === "iq" && attrs.id === "q");
    if (answer.attrs.type !== "result") throw new Error(`${request}: ${answer}`);
  }
}
