/** RFC 6121 §2: the roster, its versions (§2.6) and its pushes. */
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { integer, size } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { addressed, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { printOnce } from "../xml/print.ts";
import { type Contact, isSeen, itemOf, itemSize, seesUs, stranger } from "./contact.ts";
import { type Contacts, contactTables, type Ending, openContacts } from "./contacts.ts";
import { Rounds } from "./rounds.ts";

const NS = "jabber:iq:roster";
/** Characters in a name, and in a group's; groups of one contact; bytes of them all. */
const MAX_NAME_LENGTH = 1023;
const MAX_GROUPS = 100;
const MAX_ITEM_BYTES = 10_000;

export interface Roster extends Pick<Contacts, "related" | "subscribers" | "get" | "total"> {
  /** Stores, and pushes to those who have asked for the roster if the account sees the change. */
  put(account: string, contact: Contact): void;
  /** Whether the account may have no more contacts; or, of those whom it does not see, no more unanswered requests. */
  isFull(account: string, contact: Contact): boolean;
  /** The sessions that have asked for the roster (§2.1.5: interested resources). */
  interested(account: string): Session[];
  /** `seenAs` gives the full JIDs under which an account's contacts may see it. */
  setSeenAs(seenAs: (account: string) => readonly string[]): void;
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
    max_size: size("2MB", "How much the contacts of one account may take, with their names and groups."),
  },
  setup: ({ db, config, sessions, accounts, route, id, inTurns, now, log }) => {
    const contacts = openContacts(db);
    const rounds = new Rounds({ db, inTurns, log });
    const hasAsked = new WeakSet<Session>();
    let seenAs = (_account: string): readonly string[] => [];
    accounts.onRemove((account) => {
      const ending = contacts.ending(account);
      const resources = seenAs(account);
      contacts.forget(account);
      rounds.begin(account, endAll(account, ending, resources));
    });

    const interested = (account: string) => [...sessions.of(account)].filter((session) => hasAsked.has(session));

    const push = (account: string, item: Element) => {
      const ver = contacts.nextVersion(account, now());
      const iq = xml("iq", { type: "set" }, xml("query", { xmlns: NS, ver }, item));
      printOnce(iq);
      for (const session of interested(account)) session.send(addressed(iq, { id: id(), to: session.jid.full }));
    };

    const put = (account: string, contact: Contact): void => {
      contacts.put(account, contact);
      if (contact.isListed) push(account, itemOf(contact));
    };

    const isFull = (account: string, contact: Contact): boolean => {
      const { listed, listedBytes, requests } = contacts.total(account);
      if (!contact.isListed) return requests >= config.max_requests;
      return listed >= config.max_contacts || listedBytes + itemSize(contact) > config.max_size;
    };

    /** One that grows has to fit as well; one that shrinks always does. */
    const hasRoom = (account: string, before: Contact | undefined, after: Contact): boolean => {
      if (!before?.isListed) return !isFull(account, after);
      const grown = itemSize(after) - itemSize(before);
      return grown <= 0 || contacts.total(account).listedBytes + grown <= config.max_size;
    };

    /** §2.5.2, §3.2.2: the contact hears that it will not hear any more. */
    const endSubscriptions = (account: string, contact: Ending, resources: readonly string[]): void => {
      const to = contact.jid;
      if (seesUs(contact)) for (const from of resources) route(xml("presence", { type: "unavailable", from, to }));
      if (seesUs(contact) || contact.hasAsked) route(xml("presence", { type: "unsubscribed", from: account, to }));
      if (isSeen(contact) || contact.ask) route(xml("presence", { type: "unsubscribe", from: account, to }));
    };

    function* endAll(account: string, contacts: readonly Ending[], resources: readonly string[]): Generator<void> {
      for (const contact of contacts) {
        endSubscriptions(account, contact, resources);
        yield;
      }
    }

    const remove = (account: string, contact: Contact): void => {
      endSubscriptions(account, { ...contact, hasAsked: contact.request !== undefined }, seenAs(account));
      contacts.remove(account, contact.jid);
      push(account, xml("item", { jid: contact.jid, subscription: "remove" }));
    };

    const read = (request: Element, session: Session): Element | undefined => {
      hasAsked.add(session);
      const ver = String(contacts.version(session.account));
      // §2.6.3: an empty result says that the client's copy is still right.
      if (request.attrs.ver === ver) return undefined;
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
      if (itemSize(contact) > MAX_ITEM_BYTES)
        throw new StanzaError("not-acceptable", {
          text: "the name and the groups of this contact are too long together",
        });
      if (!hasRoom(account, known, contact))
        throw new StanzaError("resource-constraint", { text: "this roster is full: remove contacts or groups first" });
      put(account, contact);
    };

    const { related, subscribers, get, total } = contacts;
    const setSeenAs: Roster["setSeenAs"] = (given) => {
      seenAs = given;
    };
    const api: Roster = { related, subscribers, get, total, put, isFull, interested, setSeenAs };
    return {
      stopping: () => rounds.stop(),
      storageUsage: (account) => contacts.total(account).bytes,
      iq: { self: { [NS]: { get: { query: read }, set: { query: write } } } },
      session: {
        state: {
          save: (session) => (hasAsked.has(session) ? "interested" : undefined),
          restore: (session) => void hasAsked.add(session),
        },
      },
      streamFeature: () => xml("ver", { xmlns: "urn:xmpp:features:rosterver" }),
      api,
    };
  },
});

/** §2.1.2.4: an empty name is none. */
function nameIn({ attrs }: Element): string | undefined {
  const name: string = attrs.name ?? "";
  if (name.length > MAX_NAME_LENGTH) throw new StanzaError("not-acceptable", { text: "this name is too long" });
  return name === "" ? undefined : name;
}

/** §2.3.3: a group is named, and named once. */
function groupsIn(item: Element): string[] {
  const groups = item.getChildren("group").map((group) => group.getText());
  if (groups.length > MAX_GROUPS || groups.some((group) => group === "" || group.length > MAX_NAME_LENGTH)) {
    throw new StanzaError("not-acceptable", { text: "a group without a name, one too long, or too many groups" });
  }
  if (new Set(groups).size < groups.length)
    throw new StanzaError("bad-request", { text: "a group stands there twice" });
  return groups;
}
