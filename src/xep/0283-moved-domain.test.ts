import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { emptyDatabase } from "../../tests/support/in-memory/module.ts";
import { HOUR, SECOND } from "../clock.ts";
import { type Contact, unknownContact } from "../im/contact.ts";
import { roster } from "../im/roster.ts";
import { parseJid } from "../jid/jid.ts";
import type { Handlers, Server } from "../server/module.ts";
import { NOBODY } from "../server/session.ts";
import { stanzaOf } from "../stanza.ts";
import type { Database } from "../store/database.ts";
import { parseElement } from "../xml/parse-element.ts";
import { moved } from "./0283-moved.ts";
import { movedDomain, RECORD_MOVED_DOMAIN } from "./0283-moved-domain.ts";

const ALICE = "alice@new.example";

/** Alice's server, whose domain was old.example; `contacts` are in her roster. */
function play(contacts: readonly Contact[]) {
  const db = emptyDatabase();
  db.migrate("moved_domain", movedDomain.tables ?? []);
  db.write(RECORD_MOVED_DOMAIN).run("1", "old.example", "new.example", 1, 0);
  const clock = manualClock();
  const known = new Map(contacts.map((contact) => [contact.jid, contact]));
  const asked: string[] = [];
  const apis = new Map<unknown, unknown>([
    [
      roster,
      {
        presenceContacts: () => known.values(),
        get: (_: string, jid: string) => known.get(jid),
        put: (_: string, contact: Contact) => void known.set(contact.jid, contact),
      },
    ],
    [
      moved,
      { ask: (account: string, contact: string, old: string) => void asked.push(`${account} ${contact} ${old}`) },
    ],
  ]);
  const start = (store: Database = db): Handlers =>
    movedDomain.setup({
      db: store,
      accounts: { list: () => [{ jid: ALICE }, { jid: "carol@other.example" }], onRemove: () => {} },
      domains: new Set(["new.example", "other.example"]),
      now: () => clock.now(),
      schedule: (milliseconds: number, callback: () => void) => void clock.after(milliseconds, callback),
      use: (module: unknown) => apis.get(module),
    } as unknown as Server);
  const handlers = start();
  const gets = (presence: string): void => {
    const element = parseElement(presence);
    const peer = parseJid(element.attrs.from);
    const passage = { stanza: stanzaOf(element, peer), account: ALICE, peer, recipients: NOBODY };
    handlers.stanzas?.inbound?.guard?.(passage);
  };
  return { clock, known, asked, gets, start };
}

const contact = (jid: string, subscription: Contact["subscription"]): Contact => ({
  ...unknownContact(jid),
  subscription,
  isListed: true,
});

test("those elsewhere that the account is subscribed to are asked, five in a second; before that the roster says that it asks", () => {
  const them = Array.from({ length: 7 }, (_, n) => contact(`c${n}@elsewhere.example`, n % 2 ? "both" : "to"));
  const others = [
    contact("bob@new.example", "both"),
    contact("dave@other.example", "both"),
    contact("bot@irc.new.example", "both"),
    contact("fan@elsewhere.example", "from"),
  ];
  const { clock, known, asked } = play([...them, ...others]);
  expect(known.get("c0@elsewhere.example")).toMatchObject({ subscription: "none", ask: true });
  expect(known.get("c1@elsewhere.example")).toMatchObject({ subscription: "from", ask: true });
  for (const other of others) expect(known.get(other.jid)).toEqual(other);
  clock.advance(6 * SECOND);
  expect(asked.length).toBe(5);
  clock.advance(SECOND);
  expect(asked.sort()).toEqual(them.map(({ jid }) => `${ALICE} ${jid} alice@old.example`));
  clock.advance(100 * HOUR);
  expect(asked.length).toBe(7);
});

test("a server that cannot be reached is tried again, later each time; an answer ends it", () => {
  const { clock, asked, gets } = play([
    contact("romeo@elsewhere.example", "both"),
    contact("nurse@elsewhere.example", "to"),
  ]);
  const error = (from: string, condition: string): void =>
    gets(
      `<presence type="error" from="${from}"><error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`,
    );
  clock.advance(10 * SECOND);
  expect(asked.length).toBe(2);
  error("romeo@elsewhere.example", "remote-server-not-found");
  error("nurse@elsewhere.example", "not-allowed");
  clock.advance(HOUR - SECOND);
  expect(asked.length).toBe(2);
  clock.advance(2 * SECOND);
  expect(asked.length).toBe(3);
  error("romeo@elsewhere.example", "remote-server-timeout");
  clock.advance(2 * HOUR - SECOND);
  expect(asked.length).toBe(3);
  clock.advance(2 * SECOND);
  expect(asked.length).toBe(4);
  gets('<presence type="subscribed" from="romeo@elsewhere.example"/>');
  error("romeo@elsewhere.example", "remote-server-timeout");
  clock.advance(1000 * HOUR);
  expect(asked.length).toBe(4);
});

test("many errors at once make nobody hurry", () => {
  const them = Array.from({ length: 20 }, (_, n) => contact(`c${n}@elsewhere.example`, "to"));
  const { clock, asked, gets } = play(them);
  clock.advance(30 * SECOND);
  expect(asked.length).toBe(20);
  for (const { jid } of them) gets(`<presence type="error" from="${jid}"><error type="wait"/></presence>`);
  clock.advance(HOUR + SECOND);
  const before = asked.length;
  clock.advance(SECOND);
  expect(asked.length - before).toBeLessThanOrEqual(5);
  clock.advance(10 * SECOND);
  expect(asked.length).toBe(40);
});

test("a restart goes on, and asks nobody twice; who is no contact any more is left alone", () => {
  const { clock, known, asked, start } = play([
    contact("romeo@elsewhere.example", "both"),
    contact("x@else.example", "to"),
  ]);
  known.delete("x@else.example");
  start();
  clock.advance(20 * SECOND);
  expect(asked).toEqual([`${ALICE} romeo@elsewhere.example alice@old.example`]);
});
