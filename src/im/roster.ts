/** RFC 6121 §2: the roster, its versions (§2.6) and its pushes. */
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { NS_CLIENT } from "../namespaces.ts";
import { integer, size } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { addressed, inClientNamespace, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { printOnce } from "../xml/print.ts";
import { type Contact, isSubscribedTo, isSubscriber, itemOf, itemSize, unknownContact } from "./contact.ts";
import { FanOut } from "./fan-out.ts";
import { openRosterImport } from "./roster-import.ts";
import { type ContactSubscription, openRosterStore, type RosterStore, rosterTables } from "./roster-store.ts";

const NS = "jabber:iq:roster";
/** Characters in a name, and in a group's; groups of one contact; bytes of them all. */
const MAX_NAME_LENGTH = 1023;
const MAX_GROUPS = 100;
const MAX_ITEM_BYTES = 10_000;

export interface Roster extends Pick<RosterStore, "presenceContacts" | "subscribers" | "get" | "total"> {
  /** Whether a contact (a bare JID) receives the account's presence. */
  hasSubscriber(account: string, jid: string): boolean;
  /** The contacts that clients get. */
  listed(account: string): readonly Contact[];
  /** Stores the contact and, where it is listed, pushes it to the interested resources. */
  put(account: string, contact: Contact): void;
  /** Removes a contact and pushes that to the interested resources; the contact is told nothing. */
  withdraw(account: string, jid: string): void;
  /** Called within the transaction when the owner of an account removes a contact (a bare JID). */
  onRemove(listener: (account: string, jid: string) => void): void;
  /** Whether the account may have no more contacts; for one that is not listed, no more unanswered requests. */
  isFull(account: string, contact: Contact): boolean;
  /** The sessions that have requested the roster (§2.1.5). */
  interestedResources(account: string): Session[];
  /** `visibleResources` gives the full JIDs whose presence the contacts of an account may have. */
  setVisibleResources(visibleResources: (account: string) => readonly string[]): void;
}

export const roster = defineModule({
  name: "roster",
  tables: rosterTables,
  addresses: {
    tables: {
      roster_contact: {
        account: "jid",
        jid: "jid",
        name: "other",
        groups: "other",
        subscription: "other",
        request: "xml",
      },
      roster_version: { account: "jid" },
      roster_total: { account: "jid" },
    },
    recount: [
      // As `itemSize` and `sizesOf` have it.
      `UPDATE roster_total SET (listed, listed_bytes, requests, bytes) = (
        SELECT coalesce(sum(is_listed), 0), coalesce(sum(iif(is_listed, size, 0)), 0),
          coalesce(sum(1 - is_listed), 0), coalesce(sum(size + request_size), 0) FROM (
          SELECT is_listed, coalesce(octet_length(request), 0) AS request_size,
            100 + octet_length(jid) + coalesce(octet_length(name), 0) + (
              SELECT coalesce(sum(32 + octet_length(value)), 0) FROM json_each(groups)
            ) AS size
          FROM roster_contact WHERE account = roster_total.account
        )
      )`,
    ],
  },
  options: {
    max_contacts: integer(5000, "How many contacts one account may have.", { min: 1, max: 1_000_000 }),
    max_requests: integer(500, "How many requests of people outside the roster wait for an account's answer.", {
      min: 1,
      max: 1_000_000,
    }),
    max_size: size("2MB", "How much the contacts of one account may take, with their names and groups."),
  },
  setup: ({ db, config, sessions, accounts, route, id, inTurns, now, log }) => {
    const contacts = openRosterStore(db);
    const fanOut = new FanOut({ db, inTurns, log });
    const isInterested = new WeakSet<Session>();
    const removeListeners: ((account: string, jid: string) => void)[] = [];
    let visibleResources = (_account: string): readonly string[] => [];
    accounts.onRemove((account) => {
      const subscriptions = contacts.subscriptionsOf(account);
      const resources = visibleResources(account);
      contacts.forget(account);
      fanOut.start(account, endAll(account, subscriptions, resources));
    });

    const interestedResources = (account: string) =>
      [...sessions.of(account)].filter((session) => isInterested.has(session));

    const push = (account: string, item: Element) => {
      const ver = contacts.nextVersion(account, now());
      const iq = xml("iq", { type: "set" }, xml("query", { xmlns: NS, ver }, item));
      printOnce(iq);
      for (const session of interestedResources(account))
        session.send(addressed(iq, { id: id(), to: session.jid.full }));
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

    /** A contact that grows has to fit as well; one that shrinks always does. */
    const hasRoom = (account: string, before: Contact | undefined, after: Contact): boolean => {
      if (!before?.isListed) return !isFull(account, after);
      const grown = itemSize(after) - itemSize(before);
      return grown <= 0 || contacts.total(account).listedBytes + grown <= config.max_size;
    };

    /** §2.5.2, §3.2.2: tells the contact that the subscriptions in both directions have ended. */
    const endSubscriptions = (account: string, contact: ContactSubscription, resources: readonly string[]): void => {
      const to = contact.jid;
      if (isSubscriber(contact))
        for (const from of resources) route(xml("presence", { type: "unavailable", from, to }));
      if (isSubscriber(contact) || contact.hasAsked)
        route(xml("presence", { type: "unsubscribed", from: account, to }));
      if (isSubscribedTo(contact) || contact.ask) route(xml("presence", { type: "unsubscribe", from: account, to }));
    };

    function* endAll(
      account: string,
      contacts: readonly ContactSubscription[],
      resources: readonly string[],
    ): Generator<void> {
      for (const contact of contacts) {
        endSubscriptions(account, contact, resources);
        yield;
      }
    }

    const withdraw = (account: string, jid: string): void => {
      contacts.remove(account, jid);
      push(account, xml("item", { jid, subscription: "remove" }));
    };

    const remove = (account: string, contact: Contact): void => {
      endSubscriptions(account, { ...contact, hasAsked: contact.request !== undefined }, visibleResources(account));
      withdraw(account, contact.jid);
      for (const listener of removeListeners) listener(account, contact.jid);
    };

    const read = (request: Element, session: Session): Element | undefined => {
      isInterested.add(session);
      const ver = String(contacts.version(session.account));
      // §2.6.3: an empty result says that the client's copy is current.
      if (request.attrs.ver === ver) return undefined;
      const items = listed(session.account).map(itemOf);
      return xml("query", { xmlns: NS, ver: request.attrs.ver === undefined ? undefined : ver }, ...items);
    };

    const write = (request: Element, { account }: Session): undefined => {
      const [item, ...others] = request.getChildren("item");
      // §2.1.5: exactly one item.
      if (!item || others.length > 0) throw new StanzaError("bad-request");
      const named: string = item.attrs.jid ?? "";
      // One that is stored may be no address any more by the rules and tables of now; it can be removed all the same.
      const stored = contacts.get(account, named);
      const jid = stored?.jid ?? parseJid(named).bare;
      const known = stored ?? contacts.get(account, jid);
      if (item.attrs.subscription === "remove") {
        if (!known?.isListed) throw new StanzaError("item-not-found");
        return void remove(account, known);
      }
      if (jid === account) throw new StanzaError("not-allowed", { text: "one is not one's own contact" });
      const contact = { ...(known ?? unknownContact(jid)), name: nameIn(item), groups: groupsIn(item), isListed: true };
      if (itemSize(contact) > MAX_ITEM_BYTES)
        throw new StanzaError("not-acceptable", {
          text: "the name and the groups of this contact are too long together",
        });
      if (!hasRoom(account, known, contact))
        throw new StanzaError("resource-constraint", { text: "this roster is full: remove contacts or groups first" });
      put(account, contact);
    };

    const limits = { nameLength: MAX_NAME_LENGTH, groups: MAX_GROUPS, itemBytes: MAX_ITEM_BYTES };
    /** Without an app that has the list, there is nothing to push; there may be very many contacts. */
    const putFormer = (account: string, contact: Contact): void => {
      if (interestedResources(account).length > 0) put(account, contact);
      else contacts.put(account, contact);
    };
    const former = openRosterImport({ contacts, put: putFormer, isFull, limits });
    const { presenceContacts, subscribers, get, total } = contacts;
    const setVisibleResources: Roster["setVisibleResources"] = (given) => {
      visibleResources = given;
    };
    const hasSubscriber = (account: string, jid: string): boolean => {
      const contact = get(account, jid);
      return contact !== undefined && isSubscriber(contact);
    };
    const listed: Roster["listed"] = (account) => contacts.of(account).filter((contact) => contact.isListed);
    const lookUp = { presenceContacts, subscribers, get, total, hasSubscriber, listed };
    const onRemove: Roster["onRemove"] = (listener) => void removeListeners.push(listener);
    const api: Roster = { ...lookUp, put, withdraw, onRemove, isFull, interestedResources, setVisibleResources };
    return {
      stopping: () => fanOut.stop(),
      storageUsage: (account) => contacts.total(account).bytes,
      iq: { self: { [NS]: { get: { query: read }, set: { query: write } } } },
      session: {
        state: {
          save: (session) => (isInterested.has(session) ? "interested" : undefined),
          restore: (session) => void isInterested.add(session),
        },
      },
      export: function* (account) {
        const known = contacts.of(account);
        yield { container: xml("query", { xmlns: NS }), children: itemsOf(known) };
        // XEP-0227 §4.9: requests that are not answered yet.
        for (const { request } of known) if (request !== undefined) yield inClientNamespace(parseElement(request));
      },
      import: {
        [NS]: {
          query: (account, query, report) => {
            for (const item of query.getChildren("item")) former.addItem(account, item, report);
            contacts.nextVersion(account, now());
          },
        },
        [NS_CLIENT]: { presence: former.addRequest },
      },
      streamFeature: () => xml("ver", { xmlns: "urn:xmpp:features:rosterver" }),
      api,
    };
  },
});

function* itemsOf(contacts: readonly Contact[]): Generator<Element> {
  for (const contact of contacts) if (contact.isListed) yield itemOf(contact);
}

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
