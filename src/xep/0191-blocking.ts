/** XEP-0191: Blocking Command: to whom one has blocked, one is offline; and nothing of theirs arrives. */
import type { Element } from "ltx";
import { isSeen, seesUs } from "../im/contact.ts";
import { presence } from "../im/presence.ts";
import { roster } from "../im/roster.ts";
import { type Jid, parseJid } from "../jid.ts";
import { integer } from "../options.ts";
import { isRequest } from "../server/iq.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { errorOf, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { blocklistTables, openBlocklist } from "./0191-blocklist.ts";
import { reports } from "./0377-reports.ts";

const NS = "urn:xmpp:blocking";
const BLOCKED = { name: "blocked", xmlns: "urn:xmpp:blocking:errors" } as const;

export const blocking = defineModule({
  name: "blocking",
  xep: "0191",
  version: "1.3",
  tables: blocklistTables,
  options: {
    max_items: integer(5000, "How many addresses one account may block.", { min: 1, max: 1_000_000 }),
  },
  setup: ({ db, config, domains, sessions, accounts, route, id, use }) => {
    const blocklist = openBlocklist(db);
    const contacts = use(roster);
    const { showPresence, hidePresence, withdrawPresence } = use(presence);
    const { take } = use(reports);
    const hasAsked = new WeakSet<Session>();
    accounts.onRemove((account) => blocklist.clear(account));

    /** §5. One's own sessions and one's own server are never blocked. */
    const isBlocked = (account: string, peer: Jid): boolean => {
      if (peer.bare === account || (peer.local === "" && domains.has(peer.domain))) return false;
      return blocklist.covers(account, peer);
    };

    const push = (account: string, change: "block" | "unblock", jids: readonly string[]): void => {
      for (const session of sessions.of(account)) {
        if (!hasAsked.has(session)) continue;
        const items = jids.map((jid) => xml("item", { jid }));
        session.send(xml("iq", { type: "set", id: id(), to: session.jid.full }, xml(change, { xmlns: NS }, ...items)));
      }
    };

    /** The contacts that an item is about, each by the address that is meant. */
    const contactsIn = (account: string, item: Jid) =>
      contacts
        .of(account)
        .map((contact) => ({ contact, jid: parseJid(contact.jid) }))
        .filter(({ jid }) =>
          item.local === "" ? item.resource === "" && jid.domain === item.domain : jid.bare === item.bare,
        )
        .map(({ contact, jid }) => ({ contact, to: item.local === "" ? jid.bare : item.full }));

    const block = (request: Element, { account }: Session): undefined => {
      const items = request.getChildren("item").map((item) => ({ item, jid: addressIn(item) }));
      if (items.length === 0) throw new StanzaError("bad-request", { text: "nobody is named" });
      for (const { item, jid } of items) {
        if (blocklist.count(account) >= config.max_items) throw new StanzaError("resource-constraint");
        take(account, jid.full, item);
        // §3.3: told before the block, which would hold it back.
        withdrawPresence(account, (peer) => matches(jid, peer));
        for (const { contact, to } of contactsIn(account, jid)) if (seesUs(contact)) hidePresence(account, to);
        blocklist.add(account, jid.full);
      }
      push(
        account,
        "block",
        items.map(({ jid }) => jid.full),
      );
    };

    const unblock = (request: Element, { account }: Session): undefined => {
      const named = request.getChildren("item").map(addressIn);
      const meant = named.length > 0 ? named : blocklist.of(account).map(parseJid);
      for (const jid of meant) blocklist.remove(account, jid.full);
      for (const jid of meant) {
        for (const { contact, to } of contactsIn(account, jid)) {
          if (seesUs(contact)) showPresence(account, to);
          if (isSeen(contact)) askAfter(account, contact.jid);
        }
      }
      // §3.5: that all are unblocked is told without items.
      push(
        account,
        "unblock",
        named.map(({ full }) => full),
      );
    };

    /** What the contact showed meanwhile was dropped: whoever is here asks again (RFC 6121 §4.3). */
    const askAfter = (account: string, to: string): void => {
      for (const { presence, jid } of sessions.of(account))
        if (presence) route(xml("presence", { type: "probe", from: jid.full, to }));
    };

    const refuseSent = ({ stanza, account, peer, session }: Passage): StanzaError | "drop" | undefined => {
      if (!isBlocked(account, peer)) return undefined;
      const error = new StanzaError("not-acceptable", { type: "cancel", application: BLOCKED });
      if (stanza.name !== "presence" || stanza.type === "error") return error;
      session?.send(errorOf(stanza, peer.full, error));
      return "drop";
    };

    const refuseReceived = ({ stanza, account, peer }: Passage): StanzaError | "drop" | undefined => {
      if (!isBlocked(account, peer)) return undefined;
      // A room takes an error for the sign that its occupant is gone.
      const isAnswered = isRequest(stanza) || (stanza.name === "message" && stanza.type !== "groupchat");
      return isAnswered ? new StanzaError("service-unavailable") : "drop";
    };

    const list = (_: Element, session: Session): Element => {
      hasAsked.add(session);
      return xml("blocklist", { xmlns: NS }, ...blocklist.of(session.account).map((jid) => xml("item", { jid })));
    };

    return {
      lasting: {
        keep: (session) => (hasAsked.has(session) ? "interested" : undefined),
        restore: (session) => void hasAsked.add(session),
      },
      iq: { self: { [NS]: { get: { blocklist: list }, set: { block, unblock } } } },
      outbound: { guard: refuseSent },
      inbound: { guard: refuseReceived },
      isKeptBack: ({ from, to, type }) =>
        to !== undefined && type !== "error" && type !== "result" && isBlocked(from.bare, to),
      api: { isBlocked },
    };
  },
});

function addressIn({ attrs }: Element): Jid {
  if (!attrs.jid) throw new StanzaError("bad-request", { text: "an item has a jid" });
  return parseJid(attrs.jid);
}

/** §5. */
const matches = (item: Jid, peer: Jid): boolean =>
  item.full === peer.full || item.full === peer.bare || item.full === peer.domain;
