/** RFC 6121 §4: who is here, told to those who may know. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../jid/jid.ts";
import { integer, size } from "../options.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { addressed, errorOf, isRequest, type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { printOnce } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { isSeen, seesUs } from "./contact.ts";
import { DirectedPresence } from "./directed-presence.ts";
import { roster } from "./roster.ts";
import { Rounds } from "./rounds.ts";

const isPlain = ({ name, type }: Stanza): boolean =>
  name === "presence" && (type === "available" || type === "unavailable");

const unavailable = (from: string, to?: string): Element => xml("presence", { type: "unavailable", from, to });

export const presence = defineModule({
  name: "presence",
  options: {
    max_directed: integer(1000, "To how many addresses one session may send presence of its own.", {
      min: 1,
      max: 1_000_000,
    }),
    max_weight: size(
      "64kB",
      "How much one presence may weigh, in either direction: its bytes, and 256 for each element in it. It is kept, and goes to many.",
    ),
  },
  setup: ({ db, config, sessions, domains, route, use, inTurns, log }) => {
    const contacts = use(roster);
    const rounds = new Rounds({ db, inTurns, log });
    const directed = new DirectedPresence(config.max_directed);
    const hosts: ((session: Session) => void)[] = [];
    /** They were here in another life of the server, and have not said so in this one yet. */
    const revived = new WeakSet<Session>();

    const isSubscriber = (account: string, peer: Jid): boolean => {
      const contact = contacts.get(account, peer.bare);
      return contact !== undefined && seesUs(contact);
    };

    /** To all of a session's contacts, for as long as it holds. */
    function* broadcast(account: string, stanza: Element, holds: () => boolean): Generator<void> {
      for (const to of contacts.subscribers(account)) {
        if (!holds()) return;
        route(addressed(stanza, { to }));
        yield;
      }
    }

    const tellOthers = (account: string, stanza: Element): void => {
      for (const session of sessions.of(account)) {
        if (session.presence) session.send(addressed(stanza, { to: account }));
      }
    };

    /** §4.3: from the full JID, so that the answer finds this session alone. */
    const askAfter = ({ jid }: Session, contact: string): void =>
      route(xml("presence", { type: "probe", from: jid.full, to: contact }));

    /** A session arrives once: what has begun for it before it was gone and came again is over. */
    const arrivals = new WeakMap<Session, symbol>();

    function* meetContacts(session: Session): Generator<void> {
      const arrival = Symbol("arrival");
      arrivals.set(session, arrival);
      for (const contact of contacts.related(session.account)) {
        if (!session.presence || arrivals.get(session) !== arrival) return;
        if (isSeen(contact)) askAfter(session, contact.jid);
        // §3.1.3: a request that was not answered is shown again.
        if (contact.request) session.send(parseElement(contact.request));
        yield;
      }
    }

    /** §4.2: the first presence of a session. */
    const arrive = (session: Session): void => {
      const { account, jid } = session;
      for (const other of sessions.of(account)) {
        if (other !== session && other.presence) session.send(addressed(other.presence, { to: jid.full }));
      }
      rounds.begin(account, meetContacts(session));
      for (const host of hosts) host(session);
    };

    /** Contacts here say by themselves that they are here again; of those elsewhere nobody knows what has become. */
    function* comeBack(session: Session): Generator<void> {
      for (const contact of contacts.related(session.account)) {
        if (!session.presence) return;
        if (isSeen(contact) && !domains.has(domainOf(contact.jid))) askAfter(session, contact.jid);
        yield;
      }
    }

    /** By account, the full JIDs that are gone and of which not all contacts have heard it yet, once for each departure. */
    const departing = new Map<string, Map<symbol, string>>();

    /** The full JIDs under which an account's contacts may see it. */
    const seenAs = (account: string): readonly string[] => {
      const present = [...sessions.of(account)].filter(({ presence }) => presence).map(({ jid }) => jid.full);
      return [...new Set([...present, ...(departing.get(account)?.values() ?? [])])];
    };
    contacts.setSeenAs(seenAs);

    /** `shown` are those whom it had shown itself to. Who has its resource by now has shown itself anew. */
    function* tellOfLeaving(
      { jid, account }: Session,
      stanza: Element,
      wasPresent: boolean,
      shown: readonly Jid[],
    ): Generator<void> {
      const successor = (): Session | undefined => sessions.get(jid.full);
      for (const to of shown) {
        const next = successor();
        const isHeard = wasPresent && isSubscriber(account, to);
        if (!isHeard && !(next && directed.isShownTo(next, to))) route(addressed(stanza, { to: to.full }));
        yield;
      }
      if (wasPresent) yield* broadcast(account, stanza, () => !successor()?.presence);
    }

    /** Until it is over, who is put out meanwhile has to hear of this session as well. */
    function* depart(session: Session, stanza: Element, wasPresent: boolean, shown: readonly Jid[]): Generator<void> {
      const { account, jid } = session;
      const departure = Symbol(jid.full);
      const departures = departing.get(account) ?? new Map<symbol, string>();
      departing.set(account, departures.set(departure, jid.full));
      yield* tellOfLeaving(session, stanza, wasPresent, shown);
      departures.delete(departure);
      if (departures.size === 0) departing.delete(account);
    }

    const leave = (session: Session, stanza: Element): void => {
      const { account, presence } = session;
      printOnce(stanza);
      if (presence) {
        session.setPresence(undefined, 0);
        tellOthers(account, stanza);
        session.send(addressed(stanza, { to: account }));
      }
      rounds.begin(account, depart(session, stanza, presence !== undefined, directed.taken(session)));
    };

    /** What the session says of itself from now on, as if its client had sent it. */
    const announce = (stanza: Element, session: Session): void => {
      if (stanza.attrs.type === "unavailable") return leave(session, stanza);
      const { account } = session;
      const isFirst = !session.presence;
      printOnce(stanza);
      session.setPresence(stanza, priorityOf(stanza));
      tellOthers(account, stanza);
      rounds.begin(
        account,
        broadcast(account, stanza, () => session.presence === stanza),
      );
      if (isFirst) arrive(session);
      else if (revived.delete(session)) rounds.begin(account, comeBack(session));
    };

    const showPresence = (account: string, to: string): void => {
      for (const { presence } of sessions.of(account)) if (presence) route(addressed(presence, { to }));
    };

    const hidePresence = (account: string, to: string): void => {
      for (const from of seenAs(account)) route(unavailable(from, to));
    };

    /** What takes back what was shown to the addresses that are meant, beyond the broadcast (§4.6): to be routed. */
    function* withdrawPresence(account: string, isMeant: (to: Jid) => boolean): Generator<Element> {
      for (const session of [...sessions.of(account)])
        for (const to of directed.taken(session, isMeant)) yield unavailable(session.jid.full, to.full);
    }

    /** §4.3.2. */
    const answerProbe = ({ account, peer, stanza }: Passage): void => {
      const mayKnow = isSubscriber(account, peer);
      if (!mayKnow) return route(xml("presence", { type: "unsubscribed", from: account, to: peer.bare }));
      const asked = stanza.to?.resource ? [sessions.get(stanza.to.full)] : [...sessions.of(account)];
      const present = asked.flatMap((session) => (session?.presence ? [session.presence] : []));
      for (const presence of present) route(addressed(presence, { to: peer.full }));
      if (present.length === 0) route(unavailable(stanza.to?.full ?? account, peer.full));
    };

    /** §8.5.3.1: a request reaches a resource that shows itself to who asks, and nobody learns which others are there. */
    const isHidden = ({ account, peer, stanza }: Passage): boolean => {
      const session = stanza.to && sessions.get(stanza.to.full);
      if (!session || peer.bare === account || (peer.local === "" && domains.has(peer.domain))) return false;
      return !(session.presence && isSubscriber(account, peer)) && !directed.isShown(session, peer);
    };

    const isTooHeavy = (stanza: Stanza): boolean => isPlain(stanza) && weightOf(stanza.xml) > config.max_weight;

    const refuseHeavy = ({ stanza, session }: Passage): "drop" => {
      const text = `this presence is larger than this server passes on (${config.max_weight} bytes): send a shorter one`;
      session?.send(errorOf(stanza, stanza.to?.full, new StanzaError("policy-violation", { text })));
      return "drop";
    };

    return {
      stopping: () => rounds.stop(),
      stanzas: {
        outbound: {
          guard: (passage) => {
            const { stanza } = passage;
            if (isTooHeavy(stanza)) return refuseHeavy(passage);
            // §4.2.1: without `to`, presence says that one is here or gone, and nothing else.
            if (stanza.name === "presence" && !stanza.to && !isPlain(stanza)) return new StanzaError("bad-request");
            // §4.3.1: servers probe, clients do not.
            return stanza.type === "probe" ? "drop" : undefined;
          },
          copy: ({ stanza, session, peer }) => {
            if (!isPlain(stanza) || !session) return;
            if (!stanza.to) announce(stanza.xml, session);
            else if (stanza.type === "available") directed.shown(session, peer);
            else directed.hidden(session, peer);
          },
        },
        inbound: {
          guard: (passage) => {
            const { stanza } = passage;
            if (isRequest(stanza)) return isHidden(passage) ? new StanzaError("service-unavailable") : undefined;
            if (isTooHeavy(stanza)) return "drop";
            if (stanza.type !== "probe") return undefined;
            answerProbe(passage);
            return "drop";
          },
        },
      },
      session: {
        state: {
          save: (session) => JSON.stringify(directed.of(session).map(({ full }) => full)),
          restore: (session, kept) => {
            revived.add(session);
            directed.restore(session, (JSON.parse(kept) as string[]).map(parseJid));
          },
        },
        ended: (session) => void leave(session, unavailable(session.jid.full)),
      },
      api: {
        showPresence,
        hidePresence,
        withdrawPresence,
        announce,
        /** Hears of each session that becomes available. */
        onArrive: (host: (session: Session) => void): void => void hosts.push(host),
      },
    };
  },
});

const domainOf = (bare: string): string => bare.slice(bare.indexOf("@") + 1);

/** §4.7.2.3: an integer from −128 to 127; what is none counts as 0. */
function priorityOf(stanza: Element): number {
  const text = stanza.getChildText("priority")?.trim() ?? "0";
  const priority = /^[+-]?[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  return Math.max(-128, Math.min(127, priority));
}
