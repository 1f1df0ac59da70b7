/** RFC 6121 §4.2 to §4.5: presence to the contacts of an account and probes, as work in steps: each `yield` ends one. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import type { Server } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { addressed, xml } from "../stanza.ts";
import { parseElement } from "../xml/parse-element.ts";
import { isSubscribedTo } from "./contact.ts";
import type { DirectedPresence } from "./directed-presence.ts";
import type { Roster } from "./roster.ts";

export interface PresenceBroadcastDeps extends Pick<Server, "sessions" | "domains" | "route"> {
  readonly contacts: Pick<Roster, "hasSubscriber" | "subscribers" | "presenceContacts">;
  readonly directed: DirectedPresence;
}

/** A session that has ended, or was lost with the server. */
export type Departed = Pick<Session, "jid" | "account">;

export interface PresenceBroadcast {
  /** Whether the peer is subscribed to the account's presence. */
  isSubscribed(account: string, peer: Jid): boolean;
  /** §4.2.2, §4.4.2: a session's presence to all subscribers, until the session has another one. */
  available(session: Session, stanza: Element): Generator<void>;
  /** §4.5.2: to all subscribers if it `wasAvailable`, and to the addresses of its directed presence (§4.6.3). */
  unavailable(session: Departed, stanza: Element, wasAvailable: boolean, directed: readonly Jid[]): Generator<void>;
  /** §4.3.1: asks for the presence of the contacts, and shows unanswered requests again (§3.1.3). */
  probeContacts(session: Session): Generator<void>;
  /** The same after a restart of the server: contacts here send their presence themselves then. */
  probeRemoteContacts(session: Session): Generator<void>;
  /** Shows a session the unanswered requests again (§3.1.3): the process may have been killed before it had them. */
  showRequests(session: Session): Generator<void>;
  /** The full JIDs of an account whose available presence a contact may have. */
  visibleResources(account: string): readonly string[];
}

export function presenceBroadcast(deps: PresenceBroadcastDeps): PresenceBroadcast {
  const { contacts, directed, sessions, domains, route } = deps;
  /** By session, its latest round of probes: an earlier one ends where the session has become available again. */
  const latestProbes = new WeakMap<Session, symbol>();
  /** By account, the full JIDs that have become unavailable while not all contacts have been told, once for each time. */
  const departing = new Map<string, Map<symbol, string>>();

  const isSubscribed = (account: string, peer: Jid): boolean => contacts.hasSubscriber(account, peer.bare);

  function* toSubscribers(account: string, stanza: Element, isValid: () => boolean): Generator<void> {
    for (const to of contacts.subscribers(account)) {
      if (!isValid()) return;
      route(addressed(stanza, { to }));
      yield;
    }
  }

  /** §4.3: from the full JID, so that the answer reaches this session alone. */
  const probe = ({ jid }: Session, contact: string): void =>
    route(xml("presence", { type: "probe", from: jid.full, to: contact }));

  /** A session that has taken the same resource meanwhile has sent its own presence. */
  function* unavailable(
    { jid, account }: Departed,
    stanza: Element,
    wasAvailable: boolean,
    addresses: readonly Jid[],
  ): Generator<void> {
    const successor = (): Session | undefined => sessions.get(jid.full);
    for (const to of addresses) {
      const next = successor();
      const isTold = wasAvailable && isSubscribed(account, to);
      if (!isTold && !(next && directed.has(next, to))) route(addressed(stanza, { to: to.full }));
      yield;
    }
    if (wasAvailable) yield* toSubscribers(account, stanza, () => !successor()?.presence);
  }

  return {
    isSubscribed,
    available: (session, stanza) => toSubscribers(session.account, stanza, () => session.presence === stanza),
    unavailable: function* (session, stanza, wasAvailable, addresses) {
      const { account, jid } = session;
      const departure = Symbol(jid.full);
      const ofAccount = departing.get(account) ?? new Map<symbol, string>();
      departing.set(account, ofAccount.set(departure, jid.full));
      yield* unavailable(session, stanza, wasAvailable, addresses);
      ofAccount.delete(departure);
      if (ofAccount.size === 0) departing.delete(account);
    },
    probeContacts: function* (session) {
      const round = Symbol("probes");
      latestProbes.set(session, round);
      for (const contact of contacts.presenceContacts(session.account)) {
        if (!session.presence || latestProbes.get(session) !== round) return;
        if (isSubscribedTo(contact)) probe(session, contact.jid);
        if (contact.request) session.send(parseElement(contact.request));
        yield;
      }
    },
    probeRemoteContacts: function* (session) {
      for (const contact of contacts.presenceContacts(session.account)) {
        if (!session.presence) return;
        if (isSubscribedTo(contact) && !domains.has(domainOf(contact.jid))) probe(session, contact.jid);
        yield;
      }
    },
    showRequests: function* (session) {
      for (const { request } of contacts.presenceContacts(session.account)) {
        if (!session.presence) return;
        if (request) session.send(parseElement(request));
        yield;
      }
    },
    visibleResources: (account) => {
      const available = [...sessions.of(account)].filter(({ presence }) => presence).map(({ jid }) => jid.full);
      return [...new Set([...available, ...(departing.get(account)?.values() ?? [])])];
    },
  };
}

const domainOf = (bare: string): string => bare.slice(bare.indexOf("@") + 1);
