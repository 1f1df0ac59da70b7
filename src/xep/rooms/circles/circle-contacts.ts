/** What a circle brings into the rosters of its people: each has each as a contact, in a group with the circle's name. */
import { type Contact, isSubscriber, type Subscription, unknownContact } from "../../../im/contact.ts";
import type { Roster } from "../../../im/roster.ts";
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import type { CircleRow, CircleStore, ContactRow, MemberRow } from "./circle-store.ts";

export interface CircleContactsDeps {
  readonly store: CircleStore;
  readonly roster: Pick<Roster, "get" | "put" | "withdraw" | "isFull" | "hasSubscriber">;
  readonly presence: {
    readonly showPresence: (account: string, to: string) => void;
    readonly hidePresence: (account: string, to: string) => void;
  };
  readonly accounts: Pick<Server["accounts"], "exists">;
  readonly log: Pick<Logger, "info">;
}

/** Somebody in a circle; the name is for those who have not given another one. */
type Member = Pick<MemberRow, "account" | "shown_name">;

export interface CircleContacts {
  /** Makes two of its people contacts of each other, as far as the circle has not done so, and has their names as they are now. */
  connect(circle: CircleRow, one: Member, other: Member): void;
  /** Takes away what the circle has brought to both. Contacts of before, groups and names of their own stay. */
  disconnect(circle: number, one: string, other: string): void;
}

export function openCircleContacts(deps: CircleContactsDeps): CircleContacts {
  const { store, roster, presence, accounts, log } = deps;
  const { contacts } = store;

  const known = (account: string, jid: string): Contact => roster.get(account, jid) ?? unknownContact(jid);

  const bring = (circle: CircleRow, account: string, { account: jid, shown_name }: Member): void => {
    const before = known(account, jid);
    const row =
      contacts.get(circle.id, account, jid) ?? contacts.ofPair(account, jid).find((brought) => !brought.is_dropped);
    const name = before.name ?? shown_name;
    contacts.put({
      circle: circle.id,
      account,
      contact: jid,
      before: row?.before ?? (before.isListed ? before.subscription : "unlisted"),
      group_name: circle.name,
      had_group: Number(before.groups.includes(circle.name)),
      name: before.name === undefined || row?.name === before.name ? name : null,
      is_dropped: 0,
    });
    roster.put(account, {
      ...before,
      name,
      groups: withGroup(before.groups, circle.name),
      subscription: "both",
      ask: false,
      request: undefined,
      isListed: true,
    });
  };

  /** The circle's name, and that of the contact, have changed. */
  const update = (circle: CircleRow, row: ContactRow, shownName: string): void => {
    const { account, contact } = row;
    const before = roster.get(account, contact);
    if (!before?.isListed) return;
    const isInGroup = before.groups.includes(row.group_name);
    const isRenamed = isInGroup && row.group_name !== circle.name;
    const name = row.name !== null && before.name === row.name ? shownName : before.name;
    if (!isRenamed && name === before.name) return;
    const kept = row.had_group || !isRenamed ? before.groups : withoutGroup(before.groups, row.group_name);
    contacts.put({
      ...row,
      group_name: isRenamed ? circle.name : row.group_name,
      had_group: Number(isRenamed ? kept.includes(circle.name) : row.had_group),
      name: row.name === null ? null : (name ?? null),
    });
    roster.put(account, { ...before, name, groups: isRenamed ? withGroup(kept, circle.name) : kept });
  };

  const connect: CircleContacts["connect"] = (circle, one, other) => {
    const pairs = [
      [one.account, other],
      [other.account, one],
    ] as const;
    const rows = pairs.map(([account, member]) => contacts.get(circle.id, account, member.account));
    if (rows.every((row) => row !== undefined)) {
      for (const [index, [, { shown_name }]] of pairs.entries()) {
        const row = rows[index];
        if (row && !row.is_dropped) update(circle, row, shown_name);
      }
      return;
    }
    const full = pairs.find(([account, member]) => {
      const contact = known(account, member.account);
      return !contact.isListed && roster.isFull(account, { ...contact, isListed: true });
    });
    if (full) return log.info({ event: "circle-contact-left-out", account: full[0], contact: full[1].account });
    const unseen = pairs.filter(([account, viewer]) => !roster.hasSubscriber(account, viewer.account));
    for (const [account, member] of pairs) bring(circle, account, member);
    for (const [account, viewer] of unseen) presence.showPresence(account, viewer.account);
  };

  /** What the contact is without the circle; undefined where it is none any more. */
  const without = (row: ContactRow, contact: Contact, subscription: Subscription): Contact | undefined => {
    const groups = row.had_group ? contact.groups : withoutGroup(contact.groups, row.group_name);
    if (row.before === "unlisted" && subscription === "none" && groups.length === 0) return undefined;
    return { ...contact, groups, subscription };
  };

  const disconnect: CircleContacts["disconnect"] = (circle, one, other) => {
    const rows = [contacts.get(circle, one, other), contacts.get(circle, other, one)].filter(
      (row) => row !== undefined,
    );
    const isShared = contacts.ofPair(one, other).some((row) => row.circle !== circle && !row.is_dropped);
    // Where one has removed the other, the subscriptions that are there are no matter of the circle.
    const isOurs = !isShared && rows.length === 2 && rows.every((row) => !row.is_dropped);
    const changes = rows.flatMap((row) => {
      const contact = row.is_dropped ? undefined : roster.get(row.account, row.contact);
      if (!contact?.isListed) return [];
      const subscription = isOurs ? subscriptionBefore(row) : contact.subscription;
      const isGone = !accounts.exists(row.contact);
      return { ...row, contact, after: without(row, contact, isGone ? "none" : subscription) };
    });
    for (const { account, contact, after } of changes)
      if (isSubscriber(contact) && !(after && isSubscriber(after))) presence.hidePresence(account, contact.jid);
    for (const { account, contact, after } of changes) {
      if (after) roster.put(account, after);
      else roster.withdraw(account, contact.jid);
    }
    for (const row of rows) contacts.remove(row);
  };

  return { connect, disconnect };
}

const subscriptionBefore = ({ before }: ContactRow): Subscription => (before === "unlisted" ? "none" : before);

const withGroup = (groups: readonly string[], group: string): readonly string[] =>
  groups.includes(group) ? groups : [...groups, group];

const withoutGroup = (groups: readonly string[], group: string): readonly string[] =>
  groups.filter((each) => each !== group);
