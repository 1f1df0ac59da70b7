/** XEP-0191: Blocking Command: an account seems offline to contacts that it blocks, and receives nothing from them. */
import type { Element } from "ltx";
import { isSubscribedTo, isSubscriber } from "../im/contact.ts";
import { FanOut } from "../im/fan-out.ts";
import { presence } from "../im/presence.ts";
import { roster } from "../im/roster.ts";
import { type Jid, parseJid, storedJid } from "../jid/jid.ts";
import { integer, size } from "../options.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { addressed, errorOf, isRequest, isResponse, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { printOnce } from "../xml/print.ts";
import { blocklistTables, openBlocklist } from "./0191-blocklist.ts";
import { NS_PRIVACY, openBlocklistImport } from "./0191-blocklist-import.ts";
import { JidMatcher } from "./0191-jid-matching.ts";
import { reports } from "./0377-reports.ts";

const NS = "urn:xmpp:blocking";
/** As other servers call the list that their blocklists are. */
const PRIVACY_LIST = "Blocked contacts";
const BLOCKED = { name: "blocked", xmlns: "urn:xmpp:blocking:errors" } as const;

function* blocked(jids: readonly string[]): Generator<Element> {
  for (const jid of jids) yield xml("item", { jid });
}

function* denied(jids: readonly string[]): Generator<Element> {
  for (const [index, value] of jids.entries())
    yield xml("item", { type: "jid", value, action: "deny", order: String(index + 1) });
}

export const blocking = defineModule({
  name: "blocking",
  xep: "0191",
  version: "1.3",
  tables: blocklistTables,
  addresses: {
    tables: {
      blocking_item: { account: "jid", jid: "jid" },
    },
  },
  options: {
    max_items: integer(5000, "How many addresses one account may block.", { min: 1, max: 1_000_000 }),
    max_size: size("500kB", "How much the addresses that one account blocks may take."),
  },
  setup: ({ db, config, domains, sessions, accounts, route, id, use, inTurns, log }) => {
    const blocklist = openBlocklist(db);
    const contacts = use(roster);
    const { showPresence, hidePresence, withdrawPresence } = use(presence);
    const reported = use(reports);
    const fanOut = new FanOut({ db, inTurns, log });
    const hasAsked = new WeakSet<Session>();
    accounts.onRemove((account) => blocklist.clear(account));

    /** §5. An account's own sessions and its server are never blocked. */
    const isBlocked = (account: string, peer: Jid): boolean => {
      if (peer.bare === account || (peer.local === "" && domains.has(peer.domain))) return false;
      return blocklist.matches(account, peer);
    };

    const push = (account: string, change: "block" | "unblock", jids: readonly string[]): void => {
      const items = jids.map((jid) => xml("item", { jid }));
      const iq = xml("iq", { type: "set" }, xml(change, { xmlns: NS }, ...items));
      printOnce(iq);
      for (const session of sessions.of(account))
        if (hasAsked.has(session)) session.send(addressed(iq, { id: id(), to: session.jid.full }));
    };

    /** Whether the stanza that is being sent is the unavailable presence of a new block, which is not suppressed. */
    let isHiding = false;
    const sendInSpiteOfBlock = (send: () => void): void => {
      isHiding = true;
      try {
        send();
      } finally {
        isHiding = false;
      }
    };

    /** §3.3: unavailable presence to newly blocked contacts. */
    function* hideFromBlocked(account: string, items: JidMatcher): Generator<void> {
      for (const to of withdrawPresence(account, (peer) => items.matches(peer))) {
        sendInSpiteOfBlock(() => route(to));
        yield;
      }
      for (const contact of contacts.subscribers(account)) {
        for (const to of items.addressesOf(contact)) {
          // The contact may have been unblocked meanwhile.
          if (isBlocked(account, storedJid(to))) sendInSpiteOfBlock(() => hidePresence(account, to));
          yield;
        }
        yield;
      }
    }

    /** §3.4: presence to unblocked contacts, and probes (RFC 6121 §4.3), as the presence that they sent meanwhile was dropped. */
    function* showToUnblocked(account: string, items: JidMatcher): Generator<void> {
      for (const contact of contacts.presenceContacts(account)) {
        for (const to of items.addressesOf(contact.jid)) {
          if (isSubscriber(contact)) showPresence(account, to);
          yield;
          if (isSubscribedTo(contact)) yield* probe(account, contact.jid);
        }
        yield;
      }
    }

    function* probe(account: string, to: string): Generator<void> {
      for (const { presence, jid } of [...sessions.of(account)]) {
        if (presence) route(xml("presence", { type: "probe", from: jid.full, to }));
        yield;
      }
    }

    /** Throws StanzaError resource-constraint where there are more than an account may have. */
    const add = (account: string, jids: readonly string[]): void => {
      const before = new Set(blocklist.of(account));
      const added = jids.filter((jid) => !before.has(jid));
      const bytes = added.reduce((sum, jid) => sum + Buffer.byteLength(jid), blocklist.size(account));
      if (before.size + added.length > config.max_items || bytes > config.max_size)
        throw new StanzaError("resource-constraint", { text: "this is more than one may block: unblock others first" });
      for (const jid of added) blocklist.add(account, jid);
    };

    /** §3.3: the account's apps, and in effect those who are blocked now. */
    const tellBlocked = (account: string, jids: readonly string[]): void => {
      push(account, "block", jids);
      fanOut.start(account, hideFromBlocked(account, new JidMatcher(jids)));
    };

    const block = (request: Element, { account }: Session): Promise<undefined> =>
      inTurns(
        account,
        (function* () {
          const items = yield* itemsIn(request);
          if (items.size === 0) throw new StanzaError("bad-request", { text: "nobody is named" });
          const made = [...items].flatMap(([jid, item]) => reported.reportIn(jid, item) ?? []);
          yield;
          const jids = [...items.keys()];
          add(account, jids);
          reported.store(account, made);
          yield;
          tellBlocked(account, jids);
          return undefined;
        })(),
      );

    const unblock = (request: Element, { account }: Session): Promise<undefined> =>
      inTurns(
        account,
        (function* () {
          const named = [...(yield* itemsIn(request)).keys()];
          const jids = named.length > 0 ? named : blocklist.of(account);
          if (named.length > 0) for (const jid of named) blocklist.remove(account, jid);
          else blocklist.clear(account);
          yield;
          // §3.5: without items where all contacts have been unblocked.
          push(account, "unblock", named);
          fanOut.start(account, showToUnblocked(account, new JidMatcher(jids)));
          return undefined;
        })(),
      );

    const refuseSent = ({ stanza, account, peer, session }: Passage): StanzaError | "drop" | undefined => {
      if (!isBlocked(account, peer)) return undefined;
      const error = new StanzaError("not-acceptable", { type: "cancel", application: BLOCKED });
      if (stanza.name !== "presence" || stanza.type === "error") return error;
      session?.send(errorOf(stanza, peer.full, error));
      return "drop";
    };

    const refuseReceived = ({ stanza, account, peer }: Passage): StanzaError | "drop" | undefined => {
      if (!isBlocked(account, peer)) return undefined;
      // A room would remove an occupant that answers a message with an error.
      const isAnswered = isRequest(stanza) || (stanza.name === "message" && stanza.type !== "groupchat");
      return isAnswered ? new StanzaError("service-unavailable") : "drop";
    };

    const list = (_: Element, session: Session): Element => {
      hasAsked.add(session);
      return xml("blocklist", { xmlns: NS }, ...blocklist.of(session.account).map((jid) => xml("item", { jid })));
    };

    const former = openBlocklistImport({
      blocklist,
      limits: config,
      added: (account, jids) => {
        if (sessions.of(account).size > 0) tellBlocked(account, jids);
      },
    });
    return {
      import: { [NS]: { blocklist: former.addBlocklist }, [NS_PRIVACY]: { query: former.addPrivacyLists } },
      export: function* (account) {
        const jids = blocklist.of(account);
        if (jids.length === 0) return;
        yield { container: xml("blocklist", { xmlns: NS }), children: blocked(jids) };
        // XEP-0227 knows privacy lists alone (XEP-0016).
        const list = { container: xml("list", { name: PRIVACY_LIST }), children: denied(jids) };
        const children = [xml("default", { name: PRIVACY_LIST }), list];
        yield { container: xml("query", { xmlns: NS_PRIVACY }), children };
      },
      session: {
        state: {
          save: (session) => (hasAsked.has(session) ? "interested" : undefined),
          restore: (session) => void hasAsked.add(session),
        },
      },
      iq: { self: { [NS]: { get: { blocklist: list }, set: { block, unblock } } } },
      stanzas: {
        outbound: { guard: refuseSent },
        inbound: { guard: refuseReceived },
        isSuppressed: (stanza) =>
          stanza.to !== undefined && !isResponse(stanza) && !isHiding && isBlocked(stanza.from.bare, stanza.to),
      },
      stopping: () => fanOut.stop(),
      storageUsage: (account) => blocklist.size(account),
      api: { isBlocked },
    };
  },
});

/** The items by JID. Throws StanzaError bad-request, jid-malformed. */
function* itemsIn(request: Element): Generator<void, ReadonlyMap<string, Element>> {
  const items = new Map<string, Element>();
  for (const item of request.getChildren("item")) {
    if (!item.attrs.jid) throw new StanzaError("bad-request", { text: "an item has a jid" });
    items.set(parseJid(item.attrs.jid).full, item);
    yield;
  }
  return items;
}
