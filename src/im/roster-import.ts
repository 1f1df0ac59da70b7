/** XEP-0227 §4.4, §4.9: contacts and unanswered requests that an account brings from another server. */
import type { Element } from "ltx";
import type { ImportReport } from "../import-report.ts";
import { tryParseJid } from "../jid/jid.ts";
import { copyOf, xml } from "../stanza.ts";
import { print } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { type Contact, isSubscriber, itemSize, type Subscription, unknownContact } from "./contact.ts";
import type { RosterStore } from "./roster-store.ts";

/** As of the roster module: characters in a name and in a group's, groups, and bytes of one contact. */
export interface ContactLimits {
  readonly nameLength: number;
  readonly groups: number;
  readonly itemBytes: number;
}

/** A heavier request is stored without its text. */
export const MAX_REQUEST_WEIGHT = 10_000;

const SUBSCRIPTIONS: ReadonlySet<string> = new Set<Subscription>(["none", "to", "from", "both"]);

export interface RosterImportDeps {
  readonly contacts: Pick<RosterStore, "get" | "put">;
  /** Stores a contact that is listed, and tells the account's apps. */
  readonly put: (account: string, contact: Contact) => void;
  readonly isFull: (account: string, contact: Contact) => boolean;
  readonly limits: ContactLimits;
}

export function openRosterImport({ contacts, put, isFull, limits }: RosterImportDeps) {
  /** The same contact with a name and groups that are not too long. */
  const within = (contact: Contact): Contact => {
    const groups = [...new Set(contact.groups)].filter((group) => group !== "" && group.length <= limits.nameLength);
    const name = contact.name?.slice(0, limits.nameLength) || undefined;
    const shorter = { ...contact, name, groups: groups.slice(0, limits.groups) };
    return itemSize(shorter) > limits.itemBytes ? { ...shorter, groups: [] } : shorter;
  };

  const addItem = (account: string, item: Element, report: ImportReport): void => {
    const { attrs } = item;
    const jid = tryParseJid(attrs.jid ?? "")?.bare;
    if (jid === undefined || jid === account) return report.left("contacts", "address", attrs.jid);
    const known = contacts.get(account, jid);
    if (known?.isListed) return report.known("contacts");
    const contact = within({
      ...(known ?? unknownContact(jid)),
      name: attrs.name,
      groups: item.getChildren("group").map((group) => group.getText()),
      subscription: SUBSCRIPTIONS.has(attrs.subscription) ? attrs.subscription : "none",
      ask: attrs.ask === "subscribe",
      approved: attrs.approved === "true" || attrs.approved === "1",
      isListed: true,
    });
    if (isFull(account, contact)) return report.left("contacts", "too-large", jid);
    put(account, contact);
    report.stored("contacts");
  };

  const addRequest = (account: string, presence: Element, report: ImportReport): void => {
    const jid = tryParseJid(presence.attrs.from ?? "")?.bare;
    if (presence.attrs.type !== "subscribe" || jid === undefined || jid === account)
      return report.left("requests", "malformed", presence.attrs.from);
    const known = contacts.get(account, jid);
    if (known?.request !== undefined || (known && isSubscriber(known))) return report.known("requests");
    const contact = { ...(known ?? unknownContact(jid)), request: requestIn(presence, jid, account) };
    if (!known && isFull(account, contact)) return report.left("requests", "too-large", jid);
    contacts.put(account, contact);
    report.stored("requests");
  };

  return { addItem, addRequest };
}

/** As it is stored: with the addresses of both, and in no namespace of its own. */
function requestIn(presence: Element, from: string, to: string): string {
  const request = copyOf(presence);
  delete request.attrs.xmlns;
  Object.assign(request.attrs, { from, to: request.attrs.to ?? to });
  return print(weightOf(request) <= MAX_REQUEST_WEIGHT ? request : xml("presence", { type: "subscribe", from, to }));
}
