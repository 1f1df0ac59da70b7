import { expect, test } from "bun:test";
import { type Contact, isSubscriber } from "../../../im/contact.ts";
import { memoryDatabase } from "../../../server/testing.ts";
import { openCircleContacts } from "./circle-contacts.ts";
import { circleTables, openCircleStore } from "./circle-store.ts";

const ALICE = { account: "alice@localhost", shown_name: "Alice" };
const BOB = { account: "bob@localhost", shown_name: "Bob" };

function opened() {
  const store = openCircleStore(memoryDatabase({ circles: circleTables }));
  const contacts = new Map<string, Contact>();
  const keyOf = (account: string, jid: string): string => `${account} ${jid}`;
  const shown: string[] = [];
  const circleContacts = openCircleContacts({
    store,
    roster: {
      get: (account, jid) => contacts.get(keyOf(account, jid)),
      put: (account, contact) => void contacts.set(keyOf(account, contact.jid), contact),
      withdraw: (account, jid) => void contacts.delete(keyOf(account, jid)),
      isFull: () => false,
      hasSubscriber: (account, jid) => {
        const contact = contacts.get(keyOf(account, jid));
        return contact !== undefined && isSubscriber(contact);
      },
    },
    presence: {
      showPresence: (account, to) => void shown.push(`${account} to ${to}`),
      hidePresence: () => {},
    },
    accounts: { exists: () => true },
    log: { info: () => {} },
  });
  const id = store.circles.insert("Family", "family", "family@rooms.localhost", 0);
  const connect = (one = ALICE, other = BOB): void => {
    const circle = store.circles.byId(id);
    if (circle) circleContacts.connect(circle, one, other);
  };
  return {
    connect,
    contacts,
    shown,
    nameOf: (account: string, jid: string) => contacts.get(keyOf(account, jid))?.name,
  };
}

test("two people get each other by the names of their rows, and see each other's presence once", () => {
  const { connect, contacts, shown, nameOf } = opened();
  connect();
  connect();
  expect([...contacts.values()].map(({ name, groups, subscription }) => [name, groups, subscription])).toEqual([
    ["Bob", ["Family"], "both"],
    ["Alice", ["Family"], "both"],
  ]);
  expect(shown).toEqual(["alice@localhost to bob@localhost", "bob@localhost to alice@localhost"]);
  connect({ ...ALICE, shown_name: "Ally" });
  expect([nameOf(BOB.account, ALICE.account), nameOf(ALICE.account, BOB.account)]).toEqual(["Ally", "Bob"]);
});

test("a name that somebody has given stays", () => {
  const { connect, contacts, nameOf } = opened();
  connect();
  for (const [key, contact] of contacts) if (contact.name === "Alice") contacts.set(key, { ...contact, name: "Mum" });
  connect({ ...ALICE, shown_name: "Ally" });
  expect(nameOf(BOB.account, ALICE.account)).toBe("Mum");
});
