/** RFC 6121 §2.1.2: one contact in a roster, with the states of a subscription (Appendix A). */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";

export type Subscription = "none" | "to" | "from" | "both";

export interface Contact {
  /** Bare JID. */
  readonly jid: string;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  readonly subscription: Subscription;
  /** "Pending Out": the account's request has not been answered. */
  readonly ask: boolean;
  /** §3.4: pre-approved: a request of this contact will be granted. */
  readonly approved: boolean;
  /** "Pending In": the contact's request as XML, until the account answers it. */
  readonly request: string | undefined;
  /** Whether it is in the roster that clients get: a contact that has only sent a request is not. */
  readonly isListed: boolean;
}

export const unknownContact = (jid: string): Contact => ({
  jid,
  name: undefined,
  groups: [],
  subscription: "none",
  ask: false,
  approved: false,
  request: undefined,
  isListed: false,
});

/** Whether the contact is subscribed to the account's presence. */
export const isSubscriber = ({ subscription }: Pick<Contact, "subscription">): boolean =>
  subscription === "from" || subscription === "both";

/** Whether the account is subscribed to the contact's presence. */
export const isSubscribedTo = ({ subscription }: Pick<Contact, "subscription">): boolean =>
  subscription === "to" || subscription === "both";

/** The <item/> of a roster result or push. */
export const itemOf = ({ jid, name, groups, subscription, ask, approved }: Contact): Element =>
  xml(
    "item",
    {
      jid,
      name,
      subscription,
      ask: ask ? "subscribe" : undefined,
      approved: approved ? "true" : undefined,
    },
    ...groups.map((group) => xml("group", {}, group)),
  );

/** Bytes beside the text of an item and of a group, in a roster result as in the database. */
const ITEM_OVERHEAD = 100;
const GROUP_OVERHEAD = 32;

/** About how many bytes the contact's item takes. */
export const itemSize = ({ jid, name = "", groups }: Contact): number =>
  groups.reduce(
    (size, group) => size + GROUP_OVERHEAD + Buffer.byteLength(group),
    ITEM_OVERHEAD + Buffer.byteLength(jid) + Buffer.byteLength(name),
  );
