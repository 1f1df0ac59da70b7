/** XEP-0402 §5.3: conversion between bookmarks as items (XEP-0402) and the list of XEP-0048. */
import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import { copyOf, withChildren, xml } from "../../stanza.ts";
import { booleanIn } from "../kit/0004-data-forms.ts";
import type { PepItem } from "./0163-pep.ts";

/** The node and namespace of XEP-0402. */
export const BOOKMARKS = "urn:xmpp:bookmarks:1";
/** The node and namespace of XEP-0048. */
export const STORAGE = "storage:bookmarks";

export interface Bookmark {
  readonly id: string;
  readonly payload: Element;
}

export interface Changes {
  readonly published: readonly Bookmark[];
  /** ItemIDs. */
  readonly retracted: readonly string[];
}

/** `storage` with the rooms of the items. Other children stay, as do the children of a <conference/> that XEP-0402 does not have. */
export function storageWith(storage: Element, items: readonly PepItem[]): Element {
  const missing = byRoom(items);
  const kept = storage.getChildElements().flatMap((child) => {
    if (!child.is("conference", STORAGE)) return child;
    const room = roomOf(child.attrs.jid);
    const bookmark = room === undefined ? undefined : missing.get(room);
    if (!bookmark) return [];
    missing.delete(room as string);
    return toConference(bookmark, child);
  });
  return withChildren(storage, [...kept, ...[...missing.values()].map((bookmark) => toConference(bookmark))]);
}

/** The changes by which the items become the rooms of a list; without unchanged items (§5.3.2). */
export function changesFor(storage: Element, items: readonly PepItem[]): Changes {
  const known = byRoom(items);
  const rooms = new Set<string>();
  const published: Bookmark[] = [];
  for (const conference of storage.getChildren("conference", STORAGE)) {
    const room = roomOf(conference.attrs.jid);
    if (room === undefined || rooms.has(room)) continue;
    rooms.add(room);
    const bookmark = known.get(room);
    if (!bookmark || !isSame(bookmark.payload, conference))
      published.push({ id: bookmark?.id ?? room, payload: toPayload(conference, bookmark?.payload) });
  }
  const removed = [...known].filter(([room]) => !rooms.has(room));
  return { published, retracted: removed.map(([, { id }]) => id) };
}

/** By room. Items whose ItemID is no JID are left out. */
function byRoom(items: readonly PepItem[]): Map<string, Bookmark> {
  const rooms = new Map<string, Bookmark>();
  for (const { id, payload } of items) {
    const room = roomOf(id);
    if (room !== undefined && payload?.is("conference", BOOKMARKS)) rooms.set(room, { id, payload });
  }
  return rooms;
}

/** The prepared JID of a room; undefined for an invalid one. */
function roomOf(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : parseJid(text).bare;
  } catch {
    return undefined;
  }
}

const isField = (child: Element): boolean => ["nick", "password"].includes(child.getName());

const fieldsOf = (conference: Element) => ({
  name: conference.attrs.name as string | undefined,
  autojoin: booleanIn(conference.attrs.autojoin) ? "true" : undefined,
  nick: conference.getChild("nick")?.getText(),
  password: conference.getChild("password")?.getText(),
});

function isSame(one: Element, other: Element): boolean {
  const [a, b] = [fieldsOf(one), fieldsOf(other)];
  return a.name === b.name && a.autojoin === b.autojoin && a.nick === b.nick && a.password === b.password;
}

const field = (name: string, value: string | undefined): Element | undefined =>
  value === undefined ? undefined : xml(name, {}, value);

/** §5.3.1: a bookmark as a <conference/> in the list, with the ItemID as `jid`. */
function toConference({ id, payload }: Bookmark, before?: Element): Element {
  if (before && isSame(payload, before)) return before;
  const { name, autojoin, nick, password } = fieldsOf(payload);
  const others = before?.getChildElements().filter((child) => !isField(child)) ?? [];
  const attributes = { ...before?.attrs, jid: id, name, autojoin };
  return xml("conference", attributes, field("nick", nick), field("password", password), ...others.map(copyOf));
}

/** A <conference/> of the list as the payload of an item. The <extensions/> of the item before, which a list does not have, stay. */
function toPayload(conference: Element, before: Element | undefined): Element {
  const { name, autojoin, nick, password } = fieldsOf(conference);
  const others = before?.getChildElements().filter((child) => !isField(child)) ?? [];
  const attributes = { ...before?.attrs, xmlns: BOOKMARKS, name, autojoin };
  return xml("conference", attributes, field("nick", nick), field("password", password), ...others.map(copyOf));
}
