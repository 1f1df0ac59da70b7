/** RFC 6121 §3: presence subscriptions, asked for, granted in advance (§3.4), refused and ended. */
import { parseJid } from "../jid/jid.ts";
import { defineModule, type Passage } from "../server/module.ts";
import { addressed, type Stanza, withXml, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { print, printOnce } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { type Contact, seesUs, stranger } from "./contact.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";
import { received, type SubscriptionType, sent } from "./subscription-state.ts";

const TYPES: ReadonlySet<string> = new Set(["subscribe", "subscribed", "unsubscribe", "unsubscribed"]);

/** The weight of a request with its greeting (§3.1.3), of which hundreds may be kept; a heavier one is kept without. */
const HEAVIEST_REQUEST = 10_000;

function kept({ xml: request, from, to, id }: Stanza): string {
  if (weightOf(request) <= HEAVIEST_REQUEST) return print(request);
  return print(xml("presence", { type: "subscribe", id, from: from.bare, to: to?.bare }));
}

const isSubscription = (stanza: Stanza): boolean => stanza.name === "presence" && TYPES.has(stanza.type);

export const subscription = defineModule({
  name: "subscription",
  setup: ({ sessions, route, use }) => {
    const contacts = use(roster);
    const { showPresence, hidePresence } = use(presence);

    const contactOf = (account: string, jid: string): Contact => contacts.get(account, jid) ?? stranger(jid);

    const keep = (account: string, before: Contact, after: Contact): void => {
      if (JSON.stringify(before) !== JSON.stringify(after)) contacts.put(account, after);
    };

    return {
      streamFeature: () => xml("sub", { xmlns: "urn:xmpp:features:pre-approval" }),
      stanzas: {
        outbound: {
          guard: ({ stanza, account, peer }) => {
            if (!isSubscription(stanza)) return undefined;
            if (peer.bare === account) return "drop";
            const before = contactOf(account, peer.bare);
            const { contact, isRouted } = sent(stanza.type as SubscriptionType, before);
            const isNew = contact.isListed && !before.isListed;
            if (isNew && contacts.isFull(account, contact)) return new StanzaError("resource-constraint");
            keep(account, before, contact);
            if (!isRouted) return "drop";
            return undefined;
          },
          // §3.1.2: between bare JIDs.
          amend: ({ stanza, account, peer }) => {
            if (!isSubscription(stanza)) return stanza;
            const xml = addressed(stanza.xml, { from: account, to: peer.bare });
            return { ...withXml(stanza, xml), from: parseJid(account), to: parseJid(peer.bare) };
          },
          // §3.1.5, §3.2.2: who is let in sees at once who is here, who is put out sees nobody any more.
          copy: ({ stanza, account, peer }) => {
            if (!isSubscription(stanza)) return;
            if (stanza.type === "subscribed") showPresence(account, peer.bare);
            if (stanza.type === "unsubscribed") hidePresence(account, peer.bare);
          },
        },
        inbound: {
          guard: (passage) => (isSubscription(passage.stanza) ? receive(passage) : undefined),
        },
      },
    };

    /** §3.1.3 and its like: the account's side changes; it is shown only what is new to it. */
    function receive({ stanza, account, peer }: Passage): "drop" {
      const known = contacts.get(account, peer.bare);
      const before = known ?? stranger(peer.bare);
      const { contact, isDelivered, reply } = received(stanza.type as SubscriptionType, before, kept(stanza));
      if (!known && contact.request && contacts.isFull(account, contact)) return "drop";
      if (isDelivered) showBeforePush(stanza, account);
      keep(account, before, contact);
      if (reply) {
        route(xml("presence", { type: reply, from: account, to: peer.bare }));
        showPresence(account, peer.bare);
      }
      if (stanza.type === "unsubscribe" && seesUs(before)) hidePresence(account, peer.bare);
      return "drop";
    }

    /** §3.1.6: the stanza comes before the push that tells of it. */
    function showBeforePush(stanza: Stanza, account: string): void {
      const interested = new Set(contacts.interested(account));
      printOnce(stanza.xml);
      for (const session of sessions.of(account)) {
        if (session.presence || interested.has(session)) session.send(stanza.xml);
      }
    }
  },
});
