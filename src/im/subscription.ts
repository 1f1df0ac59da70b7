/** RFC 6121 §3: presence subscriptions: requested, pre-approved (§3.4), approved, denied, cancelled. */
import { parseJid } from "../jid/jid.ts";
import { defineModule, type Passage } from "../server/module.ts";
import { addressed, isSubscription, type Stanza, withXml, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { print, printOnce } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { type Contact, isSubscriber, unknownContact } from "./contact.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";
import { inbound, outbound, type SubscriptionType } from "./subscription-state.ts";

/** Hundreds of requests (§3.1.3) may be stored; a heavier one is stored without its text. */
const MAX_REQUEST_WEIGHT = 10_000;

function storedRequest({ xml: request, from, to, id }: Stanza): string {
  if (weightOf(request) <= MAX_REQUEST_WEIGHT) return print(request);
  return print(xml("presence", { type: "subscribe", id, from: from.bare, to: to?.bare }));
}

export const subscription = defineModule({
  name: "subscription",
  setup: ({ sessions, route, use }) => {
    const contacts = use(roster);
    const { showPresence, hidePresence } = use(presence);

    const contactOf = (account: string, jid: string): Contact => contacts.get(account, jid) ?? unknownContact(jid);

    const update = (account: string, before: Contact, after: Contact): void => {
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
            const { contact, isRouted } = outbound(stanza.type as SubscriptionType, before);
            const isNew = contact.isListed && !before.isListed;
            if (isNew && contacts.isFull(account, contact)) return new StanzaError("resource-constraint");
            update(account, before, contact);
            if (!isRouted) return "drop";
            return undefined;
          },
          // §3.1.2: between bare JIDs.
          amend: ({ stanza, account, peer }) => {
            if (!isSubscription(stanza)) return stanza;
            const xml = addressed(stanza.xml, { from: account, to: peer.bare });
            return { ...withXml(stanza, xml), from: parseJid(account), to: parseJid(peer.bare) };
          },
          // §3.1.5, §3.2.2: a new subscriber gets the account's presence at once, a former one gets unavailable.
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

    /** §3.1.3, §3.1.6, §3.2.3, §3.3.3: changes the account's state; its sessions get only what Appendix A.3 delivers. */
    function receive({ stanza, account, peer }: Passage): "drop" {
      const known = contacts.get(account, peer.bare);
      const before = known ?? unknownContact(peer.bare);
      const { contact, isDelivered, reply } = inbound(stanza.type as SubscriptionType, before, storedRequest(stanza));
      if (!known && contact.request && contacts.isFull(account, contact)) return "drop";
      if (isDelivered) deliverBeforePush(stanza, account);
      update(account, before, contact);
      if (reply) {
        route(xml("presence", { type: reply, from: account, to: peer.bare }));
        showPresence(account, peer.bare);
      }
      if (stanza.type === "unsubscribe" && isSubscriber(before)) hidePresence(account, peer.bare);
      return "drop";
    }

    /** §3.1.6: the stanza is delivered before the roster push. */
    function deliverBeforePush(stanza: Stanza, account: string): void {
      const interested = new Set(contacts.interestedResources(account));
      printOnce(stanza.xml);
      for (const session of sessions.of(account)) {
        if (session.presence || interested.has(session)) session.send(stanza.xml);
      }
    }
  },
});
