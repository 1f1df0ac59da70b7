/** RFC 6121 §3: presence subscriptions: requested, pre-approved (§3.4), approved, denied, cancelled. */
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { defineModule, type Passage } from "../server/module.ts";
import { addressed, isSubscription, type Stanza, withXml, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print, printOnce } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { type Contact, isSubscribedTo, isSubscriber, unknownContact } from "./contact.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";
import { MAX_REQUEST_WEIGHT } from "./roster-import.ts";
import { inbound, outbound, type SubscriptionType } from "./subscription-state.ts";

/** Hundreds of requests (§3.1.3) may be stored; a heavier one is stored without its text. */
function storedRequest({ xml: request, from, to, id }: Stanza): string {
  if (weightOf(request) <= MAX_REQUEST_WEIGHT) return print(request);
  return print(xml("presence", { type: "subscribe", id, from: from.bare, to: to?.bare }));
}

/** Whether a request carries what its recipient has given to the sender, so that nobody has to be asked. Called once. */
export type ApprovesRequest = (passage: Pick<Passage, "stanza" | "account" | "peer">) => boolean;

/** What becomes of a request that its recipient has not answered. */
export interface HeldRequests {
  /** Those that `test` is true of are stored, and shown to nobody yet; called once for each. */
  hold(test: ApprovesRequest): void;
  /**
   * §3.1.5: the account approves the request of a contact (a bare JID), which is listed with this name and these groups. Returns
   * false where there is none, or no room for it in the roster.
   */
  approveHeld(account: string, jid: string, as: Pick<Contact, "name" | "groups">): boolean;
  /** Shows it as any other. */
  showHeld(account: string, jid: string): void;
  /** §3.2: the contact does not see the account any more. */
  revoke(account: string, jid: string): void;
}

export const subscription = defineModule({
  name: "subscription",
  setup: ({ sessions, accounts, route, use }) => {
    const contacts = use(roster);
    let approvesRequest: ApprovesRequest = () => false;
    let holdsRequest: ApprovesRequest = () => false;
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
      api: {
        befriend,
        /** Requests that `test` is true of are approved at once, and answered by a request of the account's own. */
        approve: (test: ApprovesRequest): void => {
          approvesRequest = test;
        },
        ask,
        held: heldRequests(),
      },
    };

    /**
     * Makes two accounts here each other's contacts, with presence both ways. Returns false where one of them may have no more
     * contacts, and changes nothing then.
     */
    function befriend(one: string, other: string): boolean {
      const sides = [
        { account: one, before: contactOf(one, other) },
        { account: other, before: contactOf(other, one) },
      ].map(({ account, before }): [account: string, before: Contact, after: Contact] => {
        const after = { ...before, subscription: "both", ask: false, request: undefined, isListed: true } as const;
        return [account, before, after];
      });
      if (sides.some(([account, before, after]) => !before.isListed && contacts.isFull(account, after))) return false;
      for (const [account, before, after] of sides) update(account, before, after);
      for (const [account, before, { jid }] of sides) if (!isSubscriber(before)) showPresence(account, jid);
      return true;
    }

    /** A request that is approved at once; it is so once, and not where the roster is full. */
    function isApproved({ stanza, account, peer }: Passage, before: Contact): boolean {
      if (stanza.type !== "subscribe" || isSubscriber(before) || peer.local === "") return false;
      if (!before.isListed && contacts.isFull(account, { ...before, isListed: true })) return false;
      return approvesRequest({ stanza, account, peer });
    }

    /** The account's own request; to another account here, which has just asked and so agrees. */
    function requestBack(account: string, peer: string): void {
      if (isSubscribedTo(contactOf(account, peer))) return;
      if (accounts.exists(peer)) {
        const theirs = contactOf(peer, account);
        update(peer, theirs, { ...theirs, approved: true });
      }
      ask(account, peer);
    }

    /** §3.1.1: the account asks to see a contact (a bare JID); not where its roster has no room for it. */
    function ask(account: string, peer: string, payload?: Element): void {
      const before = contactOf(account, peer);
      if (isSubscribedTo(before)) return;
      const { contact } = outbound("subscribe", before);
      if (!before.isListed && contacts.isFull(account, contact)) return;
      update(account, before, contact);
      route(xml("presence", { type: "subscribe", from: account, to: peer }, payload));
    }

    function heldRequests(): HeldRequests {
      return {
        hold: (test) => {
          holdsRequest = test;
        },
        approveHeld: (account, jid, { name, groups }) => {
          const before = contactOf(account, jid);
          if (before.request === undefined) return false;
          const granted = outbound("subscribed", before).contact;
          const contact = before.isListed ? granted : { ...granted, name, groups };
          if (!before.isListed && contacts.isFull(account, contact)) return false;
          update(account, before, contact);
          route(xml("presence", { type: "subscribed", from: account, to: jid }));
          showPresence(account, jid);
          return true;
        },
        showHeld: (account, jid) => {
          const { request } = contactOf(account, jid);
          if (request !== undefined) deliverBeforePush(parseElement(request), account);
        },
        revoke: (account, jid) => {
          const before = contactOf(account, jid);
          const { contact, isRouted } = outbound("unsubscribed", before);
          update(account, before, contact);
          if (!isRouted) return;
          route(xml("presence", { type: "unsubscribed", from: account, to: jid }));
          hidePresence(account, jid);
        },
      };
    }

    /** §3.1.3, §3.1.6, §3.2.3, §3.3.3: changes the account's state; its sessions get only what Appendix A.3 delivers. */
    function receive(passage: Passage): "drop" {
      const { stanza, account, peer } = passage;
      const known = contacts.get(account, peer.bare);
      const before = known ?? unknownContact(peer.bare);
      const isGranted = isApproved(passage, before);
      const asked = isGranted ? { ...before, approved: true } : before;
      const { contact, isDelivered, reply } = inbound(stanza.type as SubscriptionType, asked, storedRequest(stanza));
      if (!known && contact.request && contacts.isFull(account, contact)) return "drop";
      const isNew = contact.request !== undefined && before.request === undefined;
      const isHeld = isNew && isDelivered && holdsRequest({ stanza, account, peer });
      if (isDelivered && !isHeld) deliverBeforePush(stanza.xml, account);
      update(account, before, isGranted ? { ...contact, approved: before.approved, isListed: true } : contact);
      if (reply) {
        route(xml("presence", { type: reply, from: account, to: peer.bare }));
        showPresence(account, peer.bare);
      }
      if (isGranted) requestBack(account, peer.bare);
      if (stanza.type === "unsubscribe" && isSubscriber(before)) hidePresence(account, peer.bare);
      return "drop";
    }

    /** §3.1.6: the stanza is delivered before the roster push. */
    function deliverBeforePush(stanza: Element, account: string): void {
      const interested = new Set(contacts.interestedResources(account));
      printOnce(stanza);
      for (const session of sessions.of(account)) {
        if (session.presence || interested.has(session)) session.send(stanza);
      }
    }
  },
});
