/** RFC 6121 §2: the roster, its versions (§2.6) and its pushes. */
import type { Element } from "ltx";
import { parseJid } from "../jid.ts";
import { integer } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { type Contact, isSeen, itemOf, seesUs, stranger } from "./contact.ts";
import { contactTables, openContacts } from "./contacts.ts";

const NS = "jabber:iq:roster";
/** Characters in a name, and in a group's; groups of one contact. */
const LONGEST_NAME = 1023;
const MOST_GROUPS = 100;

export interface Roster {
  of(account: string): Contact[];
  /** Those who see the account's presence, are seen by it, or ask to see it. */
  related(account: string): Contact[];
  /** The bare JIDs of those who see the account's presence. */
  subscribers(account: string): string[];
  get(account: string, jid: string): Contact | undefined;
  /** Stores, and pushes to those who have asked for the roster if the account sees the change. */
  put(account: string, contact: Contact): void;
  /** Whether the account may have no more contacts; or, of those whom it does not see, no more unanswered requests. */
  isFull(account: string, contact: Contact): boolean;
  /** The sessions that have asked for the roster (§2.1.5: interested resources). */
  interested(account: string): Session[];
}

export const roster = defineModule({
  name: "roster",
  tables: contactTables,
  options: {
    max_contacts: integer(5000, "How many contacts one account may have.", { min: 1, max: 1_000_000 }),
    max_requests: integer(500, "How many requests of people outside the roster wait for an account's answer.", {
      min: 1,
      max: 1_000_000,
    }),
  },
  setup: ({ db, config, sessions, accounts, route, id }) => {
    const contacts = openContacts(db);
    const hasAsked = new WeakSet<Session>();
    accounts.onRemove((account) => {
      for (const contact of contacts.of(account)) endSubscriptions(account, contact);
      contacts.forget(account);
    });

    const interested = (account: string) => [...sessions.of(account)].filter((session) => hasAsked.has(session));

    const push = (account: string, item: Element) => {
      const ver = contacts.nextVersion(account);
      for (const session of interested(account)) {
        const query = xml("query", { xmlns: NS, ver }, item);
        session.send(xml("iq", { type: "set", id: id(), to: session.jid.full }, query));
      }
    };

    const put = (account: string, contact: Contact): void => {
      contacts.put(account, contact);
      if (contact.isListed) push(account, itemOf(contact));
    };

    const isFull = (account: string, { isListed }: Contact): boolean =>
      contacts.count(account, isListed) >= (isListed ? config.max_contacts : config.max_requests);

    /** §2.5.2, §3.2.2: the contact hears that it will not hear any more. */
    const endSubscriptions = (account: string, contact: Contact): void => {
      const to = contact.jid;
      if (seesUs(contact)) {
        for (const { presence, jid } of sessions.of(account)) {
          if (presence) route(xml("presence", { type: "unavailable", from: jid.full, to }));
        }
      }
      if (seesUs(contact) || contact.request) route(xml("presence", { type: "unsubscribed", from: account, to }));
      if (isSeen(contact) || contact.ask) route(xml("presence", { type: "unsubscribe", from: account, to }));
    };

    const remove = (account: string, contact: Contact): void => {
      endSubscriptions(account, contact);
      contacts.remove(account, contact.jid);
      push(account, xml("item", { jid: contact.jid, subscription: "remove" }));
    };

    const read = (request: Element, session: Session): Element | undefined => {
      hasAsked.add(session);
      const ver = String(contacts.version(session.account));
      // §2.6.3: an empty result says that the client's copy is still right.
      if (request.attrs.ver === ver && ver !== "0") return undefined;
      const items = contacts.of(session.account).filter((contact) => contact.isListed);
      return xml("query", { xmlns: NS, ver: request.attrs.ver === undefined ? undefined : ver }, ...items.map(itemOf));
    };

    const write = (request: Element, { account }: Session): undefined => {
      const [item, ...others] = request.getChildren("item");
      // §2.1.5: exactly one item.
      if (!item || others.length > 0) throw new StanzaError("bad-request");
      const jid = parseJid(item.attrs.jid ?? "").bare;
      const known = contacts.get(account, jid);
      if (item.attrs.subscription === "remove") {
        if (!known?.isListed) throw new StanzaError("item-not-found");
        return void remove(account, known);
      }
      if (jid === account) throw new StanzaError("not-allowed", { text: "one is not one's own contact" });
      const contact = { ...(known ?? stranger(jid)), name: nameIn(item), groups: groupsIn(item), isListed: true };
      if (!known?.isListed && isFull(account, contact)) throw new StanzaError("resource-constraint");
      put(account, contact);
    };

    const { of, related, subscribers, get } = contacts;
    const api: Roster = { of, related, subscribers, get, put, isFull, interested };
    return {
      iq: { self: { [NS]: { get: { query: read }, set: { query: write } } } },
      lasting: {
        keep: (session) => (hasAsked.has(session) ? "interested" : undefined),
        restore: (session) => void hasAsked.add(session),
      },
      streamFeature: () => xml("ver", { xmlns: "urn:xmpp:features:rosterver" }),
      api,
    };
  },
});

/** §2.1.2.4: an empty name is none. */
function nameIn({ attrs }: Element): string | undefined {
  const name: string = attrs.name ?? "";
  if (name.length > LONGEST_NAME) throw new StanzaError("not-acceptable", { text: "this name is too long" });
  return name === "" ? undefined : name;
}

/** §2.3.3: a group is named, and named once. */
function groupsIn(item: Element): string[] {
  const groups = item.getChildren("group").map((group) => group.getText());
  if (groups.length > MOST_GROUPS || groups.some((group) => group === "" || group.length > LONGEST_NAME)) {
    throw new StanzaError("not-acceptable", { text: "a group without a name, one too long, or too many groups" });
  }
  if (new Set(groups).size < groups.length)
    throw new StanzaError("bad-request", { text: "a group stands there twice" });
  return groups;
}
