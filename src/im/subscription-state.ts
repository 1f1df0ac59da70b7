/** RFC 6121 Appendix A: the subscription states, and how stanzas change them. */
import type { Contact, Subscription } from "./contact.ts";
import { isSubscribedTo, isSubscriber } from "./contact.ts";

export type SubscriptionType = "subscribe" | "subscribed" | "unsubscribe" | "unsubscribed";

const WITH_TO: Record<Subscription, Subscription> = { none: "to", to: "to", from: "both", both: "both" };
const WITH_FROM: Record<Subscription, Subscription> = { none: "from", to: "both", from: "from", both: "both" };
const WITHOUT_TO: Record<Subscription, Subscription> = { none: "none", to: "none", from: "from", both: "from" };
const WITHOUT_FROM: Record<Subscription, Subscription> = { none: "none", to: "to", from: "none", both: "to" };

export interface Outbound {
  readonly contact: Contact;
  /** "Route?": whether the stanza is sent to the contact. */
  readonly isRouted: boolean;
}

/** A.2: processing of outbound subscription stanzas. */
export function outbound(type: SubscriptionType, contact: Contact): Outbound {
  switch (type) {
    case "subscribe":
      return { contact: { ...contact, ask: contact.ask || !isSubscribedTo(contact), isListed: true }, isRouted: true };
    case "unsubscribe":
      return { contact: { ...contact, ask: false, subscription: WITHOUT_TO[contact.subscription] }, isRouted: true };
    case "subscribed":
      if (isSubscriber(contact)) return { contact, isRouted: false };
      // §3.4.2: without a request it is a pre-approval, which is not routed.
      if (!contact.request) return { contact: { ...contact, approved: true, isListed: true }, isRouted: false };
      return { contact: { ...granted(contact), isListed: true }, isRouted: true };
    case "unsubscribed": {
      const isRouted = isSubscriber(contact) || contact.request !== undefined;
      const subscription = WITHOUT_FROM[contact.subscription];
      return { contact: { ...contact, subscription, approved: false, request: undefined }, isRouted };
    }
  }
}

export interface Inbound {
  readonly contact: Contact;
  /** "Deliver?": whether the stanza is delivered to the account's sessions. */
  readonly isDelivered: boolean;
  /** What the server answers on the account's behalf. */
  readonly reply?: "subscribed";
}

/** A.3: processing of inbound subscription stanzas. `request` is the stanza, stored while it is unanswered. */
export function inbound(type: SubscriptionType, contact: Contact, request: string): Inbound {
  switch (type) {
    case "subscribe":
      if (isSubscriber(contact)) return { contact, isDelivered: false, reply: "subscribed" };
      if (contact.approved) return { contact: granted(contact), isDelivered: false, reply: "subscribed" };
      return { contact: { ...contact, request }, isDelivered: contact.request === undefined };
    case "unsubscribe": {
      const isDelivered = isSubscriber(contact) || contact.request !== undefined;
      const subscription = WITHOUT_FROM[contact.subscription];
      return { contact: { ...contact, subscription, request: undefined }, isDelivered };
    }
    case "subscribed":
      if (!contact.ask) return { contact, isDelivered: false };
      return { contact: { ...contact, ask: false, subscription: WITH_TO[contact.subscription] }, isDelivered: true };
    case "unsubscribed": {
      const isDelivered = isSubscribedTo(contact) || contact.ask;
      return { contact: { ...contact, ask: false, subscription: WITHOUT_TO[contact.subscription] }, isDelivered };
    }
  }
}

const granted = (contact: Contact): Contact => ({
  ...contact,
  subscription: WITH_FROM[contact.subscription],
  request: undefined,
});
