/** From Debian's jabberd2 to here: its database, which real clients have filled. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Element } from "ltx";
import { parseElement } from "../../../src/xml/parse-element.ts";
import type { Client } from "../../support/client/client.ts";
import { describeWith } from "../../support/needs.ts";
import { jabberd2 } from "../../support/peers/jabberd2.ts";
import { type Installation, logIn, start, temporaryFolder } from "../../support/peers/peer.ts";
import { PASSWORD } from "../../support/server.ts";
import { importedHome, type MovedHome } from "./household.ts";

const signIn = (installation: Installation, username: string): Promise<Client> =>
  logIn(installation, { username, password: PASSWORD, resource: "test" }, "starttls");
const asks = (client: Client, type: "get" | "set", payload: string): Promise<Element> =>
  client.iq(type, parseElement(payload));
const says = (client: Client, stanza: string): void => client.send(parseElement(stanza));

/** The roster of a client that has one contact: its item, and the groups in it. */
async function contactOf(client: Client) {
  const answer = await asks(client, "get", '<query xmlns="jabber:iq:roster"/>');
  const items = answer.getChild("query")?.getChildren("item") ?? [];
  return items.map(({ attrs, ...item }) => [attrs.jid, attrs.name, attrs.subscription, groupsIn(item as Element)]);
}
const groupsIn = ({ children }: Pick<Element, "children">): string[] =>
  children.flatMap((child) => (typeof child === "string" ? [] : (child as Element).getText()));

/** alice and bob become contacts; alice stores what there is to store; bob writes to carol, who is away. */
async function fill(installation: Installation): Promise<void> {
  const [alice, bob] = [await signIn(installation, "alice"), await signIn(installation, "bob")];
  for (const client of [alice, bob]) {
    await asks(client, "get", '<query xmlns="jabber:iq:roster"/>');
    says(client, "<presence/>");
  }
  await asks(
    alice,
    "set",
    '<query xmlns="jabber:iq:roster"><item jid="bob@localhost" name="Bób"><group>Amis</group></item></query>',
  );
  const comes = (client: Client, type: string): Promise<Element> =>
    client.receive(({ name, attrs }) => name === "presence" && attrs.type === type);
  says(alice, '<presence to="bob@localhost" type="subscribe"/>');
  await comes(bob, "subscribe");
  says(bob, '<presence to="alice@localhost" type="subscribed"/>');
  await comes(alice, "subscribed");
  says(bob, '<presence to="alice@localhost" type="subscribe"/>');
  await comes(alice, "subscribe");
  says(alice, '<presence to="bob@localhost" type="subscribed"/>');
  await comes(bob, "subscribed");
  await asks(alice, "set", '<vCard xmlns="vcard-temp"><FN>Alice é</FN><N><FAMILY>Liddell</FAMILY></N></vCard>');
  await asks(alice, "set", '<query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs">x</exodus></query>');
  for (const body of ["one", "two é"])
    says(bob, `<message to="carol@localhost" type="chat"><body>${body}</body></message>`);
  // What was sent before is stored when this is answered.
  await asks(bob, "get", '<query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"/></query>');
  for (const client of [alice, bob]) await client.end();
}

describeWith(["/usr/sbin/jabberd2-c2s", "openssl"])("jabberd2", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let moved: MovedHome;

  beforeAll(async () => {
    folder = temporaryFolder("moving");
    const installation = await jabberd2.install(folder.path, {
      accounts: ["alice", "bob", "carol"],
      password: PASSWORD,
    });
    const running = await start(installation);
    try {
      await fill(installation);
    } finally {
      await running.stop();
    }
    moved = await importedHome(join(folder.path, "here"), join(folder.path, "jabberd2.sqlite"));
  }, 120_000);
  afterAll(async () => {
    await moved?.running.stop();
    folder?.remove();
  });

  test("a trial counts what then comes, and a second import brings nothing twice", () => {
    const { trial, first, second } = moved.reports;
    expect(first.source).toBe("jabberd2");
    expect(first.total.stored).toMatchObject({ accounts: 3, contacts: 2, vcards: 1, private: 1, offline: 2 });
    expect(trial.total.stored).toEqual(first.total.stored);
    expect(second.total.stored).toEqual({});
  });

  test("people have their passwords, contacts, vCard and private data", async () => {
    const { installation } = moved.running;
    const [alice, bob] = [await signIn(installation, "alice"), await signIn(installation, "bob")];
    expect(await contactOf(alice)).toEqual([["bob@localhost", "Bób", "both", ["Amis"]]]);
    expect(await contactOf(bob)).toEqual([["alice@localhost", undefined, "both", []]]);
    const card = (await asks(alice, "get", '<vCard xmlns="vcard-temp"/>')).getChild("vCard");
    expect([card?.getChildText("FN"), card?.getChild("N")?.getChildText("FAMILY")]).toEqual(["Alice é", "Liddell"]);
    const query = '<query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"/></query>';
    expect((await asks(alice, "get", query)).getChild("query")?.getChildText("exodus")).toBe("x");
    for (const client of [alice, bob]) await client.end();
  });

  test("who was away is given the messages that waited, in order and with their time", async () => {
    const carol = await signIn(moved.running.installation, "carol");
    says(carol, "<presence/>");
    const waiting: unknown[] = [];
    for (const _ of ["one", "two"]) {
      const message = await carol.receive(({ name }) => name === "message");
      const delay = message.getChild("delay", "urn:xmpp:delay");
      waiting.push([message.getChildText("body"), Date.parse(delay?.attrs.stamp) > Date.now() - 600_000]);
    }
    expect(waiting).toEqual([
      ["one", true],
      ["two é", true],
    ]);
    await carol.end();
  });
});
