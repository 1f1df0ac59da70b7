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

export interface Roster {
  of(account: string): Contact[];
  get(account: string, jid: string): Contact | undefined;
  /** Stores, and pushes to those who have asked for the roster if the account sees the change. */
  put(account: string, contact: Contact): void;
  /** The sessions that have asked for the roster (§2.1.5: interested resources). */
  interested(account: string): Session[];
}

export const roster = defineModule({
  name: "roster",
  tables: contactTables,
  options: {
    max_contacts: integer(5000, "How many contacts one account may have.", { min: 1, max: 1_000_000 }),
  },
  setup: ({ db, config, sessions, accounts, route, id }) => {
    const contacts = openContacts(db);
    const hasAsked = new WeakSet<Session>();
    accounts.onRemove((account) => contacts.forget(account));

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

    /** §2.5.1: whatever was subscribed is ended, then the contact goes. */
    const remove = (account: string, contact: Contact): void => {
      const to = contact.jid;
      if (seesUs(contact) || contact.request) route(xml("presence", { type: "unsubscribed", from: account, to }));
      if (isSeen(contact) || contact.ask) route(xml("presence", { type: "unsubscribe", from: account, to }));
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
      if (!known && contacts.count(account) >= config.max_contacts) throw new StanzaError("resource-constraint");
      put(account, { ...(known ?? stranger(jid)), name: item.attrs.name, groups: groupsIn(item), isListed: true });
    };

    const api: Roster = { of: contacts.of, get: contacts.get, put, interested };
    return {
      iq: { self: { [NS]: { get: { query: read }, set: { query: write } } } },
      streamFeature: () => xml("ver", { xmlns: "urn:xmpp:features:rosterver" }),
      api,
    };
  },
});

/** §2.3.3: a group is named, and named once. */
function groupsIn(item: Element): string[] {
  const groups = item.getChildren("group").map((group) => group.getText());
  if (groups.some((group) => group === "")) throw new StanzaError("not-acceptable");
  if (new Set(groups).size < groups.length)
    throw new StanzaError("bad-request", { text: "a group stands there twice" });
  return groups;
}
