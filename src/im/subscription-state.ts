/** RFC 6121 Appendix A: how a subscription changes, as data. */
import type { Contact, Subscription } from "./contact.ts";
import { isSeen, seesUs } from "./contact.ts";

export type SubscriptionType = "subscribe" | "subscribed" | "unsubscribe" | "unsubscribed";

const WITH_TO: Record<Subscription, Subscription> = { none: "to", to: "to", from: "both", both: "both" };
const WITH_FROM: Record<Subscription, Subscription> = { none: "from", to: "both", from: "from", both: "both" };
const WITHOUT_TO: Record<Subscription, Subscription> = { none: "none", to: "none", from: "from", both: "from" };
const WITHOUT_FROM: Record<Subscription, Subscription> = { none: "none", to: "to", from: "none", both: "to" };

export interface Sent {
  readonly contact: Contact;
  /** Whether it travels on to the contact. */
  readonly isRouted: boolean;
}

/** A.2: what the account sends changes its own side. */
export function sent(type: SubscriptionType, contact: Contact): Sent {
  switch (type) {
    case "subscribe":
      return { contact: { ...contact, ask: contact.ask || !isSeen(contact), isListed: true }, isRouted: true };
    case "unsubscribe":
      return { contact: { ...contact, ask: false, subscription: WITHOUT_TO[contact.subscription] }, isRouted: true };
    case "subscribed":
      if (seesUs(contact)) return { contact, isRouted: false };
      // §3.4.2: nothing was asked yet, so it is granted in advance, and nobody is told.
      if (!contact.request) return { contact: { ...contact, approved: true, isListed: true }, isRouted: false };
      return { contact: { ...granted(contact), isListed: true }, isRouted: true };
    case "unsubscribed": {
      const isRouted = seesUs(contact) || contact.request !== undefined;
      const subscription = WITHOUT_FROM[contact.subscription];
      return { contact: { ...contact, subscription, approved: false, request: undefined }, isRouted };
    }
  }
}

export interface Received {
  readonly contact: Contact;
  /** Whether the account's sessions are shown it. */
  readonly isDelivered: boolean;
  /** What the server answers in the account's name. */
  readonly reply?: "subscribed";
}

/** A.3: what the contact sends changes the account's side. `request` is the stanza, kept while it is unanswered. */
export function received(type: SubscriptionType, contact: Contact, request: string): Received {
  switch (type) {
    case "subscribe":
      if (seesUs(contact)) return { contact, isDelivered: false, reply: "subscribed" };
      if (contact.approved) return { contact: granted(contact), isDelivered: false, reply: "subscribed" };
      return { contact: { ...contact, request }, isDelivered: contact.request === undefined };
    case "unsubscribe": {
      const isDelivered = seesUs(contact) || contact.request !== undefined;
      const subscription = WITHOUT_FROM[contact.subscription];
      return { contact: { ...contact, subscription, request: undefined }, isDelivered };
    }
    case "subscribed":
      if (!contact.ask) return { contact, isDelivered: false };
      return { contact: { ...contact, ask: false, subscription: WITH_TO[contact.subscription] }, isDelivered: true };
    case "unsubscribed": {
      const isDelivered = isSeen(contact) || contact.ask;
      return { contact: { ...contact, ask: false, subscription: WITHOUT_TO[contact.subscription] }, isDelivered };
    }
  }
}

const granted = (contact: Contact): Contact => ({
  ...contact,
  subscription: WITH_FROM[contact.subscription],
  request: undefined,
});
