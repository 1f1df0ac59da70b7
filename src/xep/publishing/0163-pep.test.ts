/** XEP-0163 §4, with contacts at other servers. */
import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { unknownContact } from "../../im/contact.ts";
import { type Roster, roster } from "../../im/roster.ts";
import { defineModule } from "../../server/module.ts";
import { stanza, testRouter } from "../../server/testing.ts";
import { caps } from "../0115-caps/caps.ts";
import { pep } from "./0163-pep.ts";

const NODE = "urn:test:node";
const ROMEO = "romeo@montague.example";
const MALLORY = "mallory@evil.example";
const FEATURES = [`${NODE}+notify`, "urn:test:other+notify"];
const VER = createHash("sha1")
  .update(`client/pc//<${FEATURES.map((feature) => `${feature}<`).join("")}`)
  .digest("base64");

/** juliet, here; and romeo, who sees her presence from elsewhere. */
function home() {
  const world = testRouter();
  const { router, remote } = world;
  let contacts: Roster | undefined;
  const friends = defineModule({
    name: "friends",
    setup: ({ use }) => {
      contacts = use(roster);
      return {};
    },
  });
  world.boot(roster, caps, pep, friends);
  const juliet = world.enter("juliet@localhost/balcony");
  for (const jid of [ROMEO, MALLORY])
    contacts?.put("juliet@localhost", { ...unknownContact(jid), subscription: "both", isListed: true });

  const receive = (from: string, text: string): void => router.receive(stanza(from, text));
  const shows = (from: string, ver = VER): void =>
    receive(
      from,
      `<presence to="juliet@localhost"><c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="urn:n" ver="${ver}"/></presence>`,
    );
  /** The queried resource answers the last disco#info request. */
  const answers = (features: readonly string[] = FEATURES): void => {
    const question = remote.findLast(({ name, type }) => name === "iq" && type === "get");
    const info = features.map((feature) => `<feature var="${feature}"/>`).join("");
    const query = `<query xmlns="http://jabber.org/protocol/disco#info"><identity category="client" type="pc"/>${info}</query>`;
    receive(question?.to?.full ?? "", `<iq type="result" id="${question?.id}" to="juliet@localhost">${query}</iq>`);
  };
  let count = 0;
  const publishes = (): void => {
    count += 1;
    const item = `<item id="${count}"><a xmlns="${NODE}"/></item>`;
    const pubsub = `<pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="${NODE}">${item}</publish></pubsub>`;
    router.accept(stanza(juliet.jid.full, `<iq type="set" id="p${count}">${pubsub}</iq>`), juliet);
  };
  /** The recipients of messages since the last call, with the ids of the items. */
  let read = 0;
  const told = (): string[] => {
    const left = remote.slice(read).filter(({ name }) => name === "message");
    read = remote.length;
    return left.map(({ to, xml }) => {
      const items = xml.getChild("event")?.getChild("items")?.getChildren("item") ?? [];
      return `${to?.full} ${items.map(({ attrs }) => attrs.id).join(" ")}`;
    });
  };
  return { ...world, receive, shows, answers, publishes, told };
}

test("a contact at another server is queried by the account that receives its presence", () => {
  const { shows, remote } = home();
  shows(`${ROMEO}/orchard`);
  const question = remote.at(-1);
  expect([question?.type, question?.from.full, question?.to?.full]).toEqual([
    "get",
    "juliet@localhost",
    `${ROMEO}/orchard`,
  ]);
  expect(question?.xml.getChild("query")?.attrs.node).toBe(`urn:n#${VER}`);
});

test("§4.3.2, §4.3.3: each resource of a contact is notified, and gets the last item when it becomes available", () => {
  const { shows, answers, publishes, told, receive } = home();
  publishes();
  shows(`${ROMEO}/orchard`);
  expect(told()).toEqual([]);
  answers();
  expect(told()).toEqual([`${ROMEO}/orchard 1`]);
  shows(`${ROMEO}/garden`);
  expect(told()).toEqual([`${ROMEO}/garden 1`]);
  shows(`${ROMEO}/garden`);
  expect(told()).toEqual([]);
  publishes();
  expect(told()).toEqual([`${ROMEO}/orchard 2`, `${ROMEO}/garden 2`]);
  receive(`${ROMEO}/garden`, '<presence type="unavailable" to="juliet@localhost"/>');
  publishes();
  expect(told()).toEqual([`${ROMEO}/orchard 3`]);
  receive(ROMEO, '<presence type="unavailable" to="juliet@localhost"/>');
  publishes();
  expect(told()).toEqual([]);
});

test("§5: who is not subscribed to the presence is not notified, whatever features it announces", () => {
  const { shows, answers, publishes, told } = home();
  shows(`${ROMEO}/orchard`);
  answers();
  shows("tybalt@capulet.example/sword");
  publishes();
  expect(told()).toEqual([`${ROMEO}/orchard 1`]);
});

test("RFC 6121 §8.5.1: a stranger that sends presence is not queried, which would reveal the account", () => {
  const { shows, remote } = home();
  shows("tybalt@capulet.example/sword");
  expect(remote).toEqual([]);
});

test("XEP-0115 §5.4: a wrong disco#info of one contact has no effect on others with the same hash", () => {
  const { shows, answers, publishes, told, remote } = home();
  shows(`${MALLORY}/x`);
  shows(`${ROMEO}/orchard`);
  expect(remote.filter(({ type }) => type === "get")).toHaveLength(1);
  answers([]);
  expect(remote.at(-1)?.to?.full).toBe(`${ROMEO}/orchard`);
  answers();
  publishes();
  // Mallory is a contact as well, and has announced the same hash.
  expect(told()).toEqual([`${MALLORY}/x 1`, `${ROMEO}/orchard 1`]);
});

test("an account sees a limited number of resources, each of which is notified", async () => {
  const { shows, answers, publishes, told, receive, committed } = home();
  shows(`${ROMEO}/0`);
  answers();
  for (let count = 1; count < 5010; count += 1) shows(`${ROMEO}/${count}`);
  publishes();
  await committed();
  expect(told()).toHaveLength(5000);
  for (let count = 0; count < 10; count += 1)
    receive(`${ROMEO}/${count}`, '<presence type="unavailable" to="juliet@localhost"/>');
  for (let count = 5000; count < 5010; count += 1) shows(`${ROMEO}/${count}`);
  expect(told()).toHaveLength(10);
  publishes();
  await committed();
  expect(told()).toHaveLength(5000);
});
