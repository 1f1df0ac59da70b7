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
  /** "Pending Out": the account has asked, and was not answered. */
  readonly ask: boolean;
  /** §3.4: a request of this contact is granted before it is made. */
  readonly approved: boolean;
  /** "Pending In": the contact's request, as XML, until the account answers it. */
  readonly request: string | undefined;
  /** Whether the account sees it in its roster: a mere request of a stranger is not there. */
  readonly isListed: boolean;
}

export const stranger = (jid: string): Contact => ({
  jid,
  name: undefined,
  groups: [],
  subscription: "none",
  ask: false,
  approved: false,
  request: undefined,
  isListed: false,
});

/** The contact receives the account's presence. */
export const seesUs = ({ subscription }: Pick<Contact, "subscription">): boolean =>
  subscription === "from" || subscription === "both";

/** The account receives the contact's presence. */
export const isSeen = ({ subscription }: Pick<Contact, "subscription">): boolean =>
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

/** What stands around an item's and a group's text, in a roster result as in the store, in bytes. */
const AROUND_ITEM = 100;
const AROUND_GROUP = 32;

/** About how many bytes the contact's item takes. */
export const itemSize = ({ jid, name = "", groups }: Contact): number =>
  groups.reduce(
    (size, group) => size + AROUND_GROUP + Buffer.byteLength(group),
    AROUND_ITEM + Buffer.byteLength(jid) + Buffer.byteLength(name),
  );
