/** RFC 6121 §4: presence: broadcast, directed, probed. */
import type { Element } from "ltx";
import { type Jid, storedJid } from "../jid/jid.ts";
import { integer, size } from "../options.ts";
import { subdomainsOf } from "../server/components.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { addressed, errorOf, isRequest, type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { printOnce } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { DirectedPresence } from "./directed-presence.ts";
import { FanOut } from "./fan-out.ts";
import { presenceBroadcast } from "./presence-broadcast.ts";
import { roster } from "./roster.ts";
import { openShownPresence, SUBSCRIBERS, shownPresenceTables } from "./shown-presence.ts";

const isAvailability = ({ name, type }: Stanza): boolean =>
  name === "presence" && (type === "available" || type === "unavailable");

const unavailable = (from: string, to?: string): Element => xml("presence", { type: "unavailable", from, to });

export const presence = defineModule({
  name: "presence",
  tables: shownPresenceTables,
  addresses: {
    tables: {
      presence_shown: { jid: "jid", peer: "jid" },
    },
  },
  notExported: "sessions end with the server that they are at",
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
  setup: ({ db, config, sessions, domains, route, use, inTurns, schedule, catalogue, log }) => {
    const contacts = use(roster);
    const fanOut = new FanOut({ db, inTurns, log });
    const directed = new DirectedPresence(config.max_directed);
    const shown = openShownPresence(db);
    const broadcast = presenceBroadcast({ contacts, directed, sessions, domains, route });
    const { isSubscribed, visibleResources } = broadcast;
    contacts.setVisibleResources(visibleResources);
    const listeners: ((session: Session) => void)[] = [];
    /** Sessions of before a restart of the server that have not sent presence since. */
    const revived = new WeakSet<Session>();

    /** §4.2.2, §4.4.2, §4.5.2: to the account's own available resources. */
    const sendToOwnResources = (account: string, stanza: Element): void => {
      for (const session of sessions.of(account)) {
        if (session.presence) session.send(addressed(stanza, { to: account }));
      }
    };

    /** §4.2: the initial presence of a session. */
    const becomeAvailable = (session: Session): void => {
      const { account, jid } = session;
      for (const other of sessions.of(account)) {
        if (other !== session && other.presence) session.send(addressed(other.presence, { to: jid.full }));
      }
      fanOut.start(account, broadcast.probeContacts(session));
      for (const listener of listeners) listener(session);
    };

    /** §4.5. */
    const becomeUnavailable = (session: Session, stanza: Element): void => {
      const { account, presence } = session;
      printOnce(stanza);
      if (presence) {
        session.setPresence(undefined, 0);
        sendToOwnResources(account, stanza);
        session.send(addressed(stanza, { to: account }));
      }
      const addresses = directed.take(session);
      if (presence || addresses.length > 0) shown.forget(session.jid.full);
      fanOut.start(account, broadcast.unavailable(session, stanza, presence !== undefined, addresses));
    };

    /** Services of modules keep themselves whom they have seen: rooms say why their occupants leave (XEP-0045 §11.2). */
    const isOwnService = (domain: string): boolean =>
      catalogue.components
        .flatMap(subdomainsOf)
        .some((label) => domain.startsWith(`${label}.`) && domains.has(domain.slice(label.length + 1)));

    /** What sessions could not say any more because the server was killed; one address between two `yield`s. */
    function* withdrawLost(): Generator<void> {
      for (let full = shown.after(""); full !== undefined; full = shown.after(full)) {
        const jid = storedJid(full);
        const peers = shown.of(full);
        if (domains.has(jid.domain)) {
          const addresses = peers.filter((peer) => peer !== SUBSCRIBERS).map(storedJid);
          const lost = { jid, account: jid.bare };
          yield* broadcast.unavailable(lost, unavailable(full), peers.includes(SUBSCRIBERS), addresses);
        }
        for (const peer of peers) if (!isShown(full, peer)) shown.remove(full, peer);
        yield;
      }
    }
    /** Whether a session of this full JID that is there shows itself: one that was saved at the last stop (XEP-0198), or a new one. */
    const isShown = (full: string, peer: string): boolean => {
      const session = sessions.get(full);
      if (!session) return false;
      return peer === SUBSCRIBERS ? session.presence !== undefined : directed.has(session, storedJid(peer));
    };
    schedule(0, () => {
      const [owner = ""] = domains;
      inTurns(owner, withdrawLost()).catch((error) => log.error({ event: "lost-presence-failed", error }));
    });

    /** The session's presence from now on, as if its client had sent it. */
    const updatePresence = (stanza: Element, session: Session): void => {
      if (stanza.attrs.type === "unavailable") return becomeUnavailable(session, stanza);
      const { account } = session;
      const isInitial = !session.presence;
      if (isInitial) shown.add(session.jid.full, SUBSCRIBERS);
      printOnce(stanza);
      session.setPresence(stanza, priorityOf(stanza));
      sendToOwnResources(account, stanza);
      fanOut.start(account, broadcast.available(session, stanza));
      if (isInitial) becomeAvailable(session);
      else if (revived.delete(session)) fanOut.start(account, broadcast.probeRemoteContacts(session));
    };

    /** As if the account's resources had become available now: its contacts are others. */
    const showAgain = (account: string): void => {
      for (const session of sessions.of(account)) {
        const { presence } = session;
        if (!presence) continue;
        fanOut.start(account, broadcast.available(session, presence));
        fanOut.start(account, broadcast.probeContacts(session));
      }
    };

    const showPresence = (account: string, to: string): void => {
      for (const { presence } of sessions.of(account)) if (presence) route(addressed(presence, { to }));
    };

    const hidePresence = (account: string, to: string): void => {
      for (const from of visibleResources(account)) route(unavailable(from, to));
    };

    /** §4.6. Throws StanzaError resource-constraint. */
    const direct = (session: Session, peer: Jid, isAvailable: boolean): void => {
      if (directed.has(session, peer) === isAvailable) return;
      if (isAvailable) {
        directed.add(session, peer);
        if (!isOwnService(peer.domain)) shown.add(session.jid.full, peer.full);
      } else {
        directed.remove(session, peer);
        shown.remove(session.jid.full, peer.full);
      }
    };

    /** Unavailable presence to route to the addresses of directed presence (§4.6) that match; they are forgotten. */
    function* withdrawPresence(account: string, matches: (to: Jid) => boolean): Generator<Element> {
      for (const session of [...sessions.of(account)])
        for (const to of directed.take(session, matches)) {
          shown.remove(session.jid.full, to.full);
          yield unavailable(session.jid.full, to.full);
        }
    }

    /** §4.3.2. */
    const answerProbe = ({ account, peer, stanza }: Passage): void => {
      if (!isSubscribed(account, peer))
        return route(xml("presence", { type: "unsubscribed", from: account, to: peer.bare }));
      const asked = stanza.to?.resource ? [sessions.get(stanza.to.full)] : [...sessions.of(account)];
      const present = asked.flatMap((session) => (session?.presence ? [session.presence] : []));
      for (const presence of present) route(addressed(presence, { to: peer.full }));
      if (present.length === 0) route(unavailable(stanza.to?.full ?? account, peer.full));
    };

    /** Who may have the presence of an account, or of one of its resources, knows that it is there. */
    const isKnownTo = (account: string, peer: Jid): boolean =>
      isSubscribed(account, peer) || [...sessions.of(account)].some((session) => directed.hasAccount(session, peer));

    /** §8.5.3.1: a request reaches only a resource whose presence the requester may have: it must not learn of others. */
    const isHidden = ({ account, peer, stanza }: Passage): boolean => {
      const session = stanza.to && sessions.get(stanza.to.full);
      if (!session || peer.bare === account || (peer.local === "" && domains.has(peer.domain))) return false;
      return !(session.presence && isSubscribed(account, peer)) && !directed.hasAccount(session, peer);
    };

    const isTooHeavy = (stanza: Stanza): boolean => isAvailability(stanza) && weightOf(stanza.xml) > config.max_weight;

    const refuseTooHeavy = ({ stanza, session }: Passage): "drop" => {
      const text = `this presence is larger than this server passes on (${config.max_weight} bytes): send a shorter one`;
      session?.send(errorOf(stanza, stanza.to?.full, new StanzaError("policy-violation", { text })));
      return "drop";
    };

    return {
      stopping: () => fanOut.stop(),
      arrived: showAgain,
      stanzas: {
        isKnownTo,
        outbound: {
          guard: (passage) => {
            const { stanza } = passage;
            if (isTooHeavy(stanza)) return refuseTooHeavy(passage);
            // §4.2.1: without `to`, presence is available or unavailable.
            if (stanza.name === "presence" && !stanza.to && !isAvailability(stanza))
              return new StanzaError("bad-request");
            // §4.3.1: clients do not send probes.
            return stanza.type === "probe" ? "drop" : undefined;
          },
          copy: ({ stanza, session, peer }) => {
            if (!isAvailability(stanza) || !session) return;
            if (!stanza.to) updatePresence(stanza.xml, session);
            else direct(session, peer, stanza.type === "available");
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
          restore: (session, saved) => {
            revived.add(session);
            directed.restore(session, (JSON.parse(saved) as string[]).map(storedJid));
          },
        },
        // A request that is asked again is not shown again (A.3).
        crashed: (session) => void fanOut.start(session.account, broadcast.showRequests(session)),
        ended: (session) => void becomeUnavailable(session, unavailable(session.jid.full)),
      },
      api: {
        showPresence,
        hidePresence,
        withdrawPresence,
        updatePresence,
        /** Whether an account has shown itself to a peer. */
        isKnownTo,
        /** Called for each session that becomes available. */
        onAvailable: (listener: (session: Session) => void): void => void listeners.push(listener),
      },
    };
  },
});

/** §4.7.2.3: an integer from −128 to 127; anything else counts as 0. */
function priorityOf(stanza: Element): number {
  const text = stanza.getChildText("priority")?.trim() ?? "0";
  const priority = /^[+-]?[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  return Math.max(-128, Math.min(127, priority));
}
