/** XEP-0313 §4: filtered pages of an archive. */
import type { Range } from "../0431-fulltext/index-row.ts";
import type { TextIndex } from "../0431-fulltext/text-index.ts";
import type { AddressIds } from "./address-ids.ts";
import { correctionKey, idKey, ownerKey, peerKey, resourceKey } from "./index-keys.ts";
import type { Indexer } from "./indexer.ts";
import type { ArchivedMessage, End, MessageStore, Row } from "./message-store.ts";

export interface Filter extends Range {
  /** The peer's bare JID, and the resource if one is wanted. */
  readonly peer?: string | undefined;
  readonly resource?: string | undefined;
  readonly ids?: readonly number[] | undefined;
  /** Those of the ids that lie within one of these ranges, which are in order and apart (Eras); undefined for all. */
  readonly within?: readonly Range[] | undefined;
  /** XEP-0431: the words to find. */
  readonly text?: string | undefined;
}

export interface Page {
  /** Oldest first. */
  readonly messages: readonly ArchivedMessage[];
  /** Whether no other message matches. */
  readonly isComplete: boolean;
}

/**
 * Of a page, which is sent at once and held in memory until the client reads it: bytes, with TAG_SIZE for each tag. A single
 * message may be larger.
 */
const MAX_PAGE_SIZE = 500_000;
const TAG_SIZE = 32;
/** Counting ends here. */
const MAX_COUNTED = 10_000;

export interface ArchiveSearchDeps {
  readonly addresses: AddressIds;
  readonly messages: MessageStore;
  readonly index: TextIndex;
  readonly indexer: Indexer;
}

/** A filter with the numbers of its addresses. */
interface ResolvedFilter {
  readonly owner: number;
  readonly peer: number | undefined;
  readonly filter: Filter;
}

/** The ids that a filter admits, in their order. */
function rangesOf({ after, before, within }: Filter): readonly Range[] {
  if (within === undefined) return [{ after, before }];
  return within
    .map((range) => ({ after: Math.max(after, range.after), before: Math.min(before, range.before) }))
    .filter((range) => range.before - range.after > 1);
}

/** Whether the table of messages has an index for the filter; otherwise the text index is searched. */
const isByOwnerAlone = ({ peer, filter }: ResolvedFilter): boolean => peer === undefined && filter.text === undefined;

/** Work in small steps, whatever the size of the archive. */
export type Steps<T> = Generator<void, T>;

export interface ArchiveSearch {
  /** At most `max` of the oldest or newest messages that match, fewer where they are long. */
  page(account: string, filter: Filter, max: number, from: End): Steps<Page>;
  /** How many messages match; undefined where they are more than MAX_COUNTED. */
  count(account: string, filter: Filter): Steps<number | undefined>;
  /** At most `max` of the newest messages above `after`, oldest first; fewer where they are long. */
  newest(account: string, after: number, max: number): readonly ArchivedMessage[];
  /** At most `max` of the oldest messages above `after`, oldest first; fewer where they are long. */
  oldest(account: string, after: number, max: number): readonly ArchivedMessage[];
  has(account: string, id: number): boolean;
  /** The message that had this id at another server, from where it came along. */
  withGivenId(account: string, given: string): number | undefined;
  /** The numbers of the oldest and the newest message. */
  ends(account: string): { readonly first: number; readonly last: number } | undefined;
  /** What the id of this message is made of; undefined for one that is gone. */
  message(id: number): Row | undefined;
  /** The messages between an account and a peer that have this id from their sender, the newest first; read lazily. */
  withSenderId(account: string, peer: string, id: string): Iterable<Row>;
  /** The corrections of such a message (XEP-0308), the newest first; read lazily. */
  corrections(account: string, peer: string, id: string): Iterable<Row>;
}

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };
/** Messages with the same id, and corrections of one message, that are read. */
const MAX_SAME_ID = 10;
const MAX_CORRECTIONS = 1000;
/** Requested ids that are looked up in one step. */
const IDS_PER_STEP = 20;

export function openArchiveSearch({ addresses, messages, index, indexer }: ArchiveSearchDeps): ArchiveSearch {
  const resolve = (account: string, filter: Filter): ResolvedFilter | undefined => {
    const owner = addresses.ownerIdOf(account);
    if (owner === undefined) return undefined;
    if (filter.peer === undefined) return { owner, peer: undefined, filter };
    const peer = addresses.peerIdOf(owner, filter.peer);
    return peer === undefined ? undefined : { owner, peer, filter };
  };

  /** Deleted messages may still be in the index; they are older than all others. */
  const withoutDeleted = (owner: number, { after, before }: Range): Range => {
    const [first = Number.MAX_SAFE_INTEGER] = messages.idsOfOwner(owner, ALL, 1, "oldest");
    return { after: Math.max(after, first - 1), before };
  };

  const inIndex = function* (
    { owner, peer, filter }: ResolvedFilter,
    range: Range,
    max: number,
    from: End,
  ): Steps<number[]> {
    yield* indexer.catchUp();
    const { resource, text } = filter;
    // The narrowest key is enough: a peer's number belongs to one owner.
    const ofPeer = (peerId: number): string =>
      resource === undefined ? peerKey(peerId) : resourceKey(peerId, resource);
    const key = peer === undefined ? ownerKey(owner) : ofPeer(peer);
    return yield* index.find([key], text, withoutDeleted(owner, range), max, from);
  };

  const matches = function* (resolved: ResolvedFilter, id: number): Steps<boolean> {
    const { owner, peer, filter } = resolved;
    const isAdmitted = rangesOf(filter).some(({ after, before }) => id > after && id < before);
    const place = isAdmitted ? messages.placeOf(id) : undefined;
    if (place?.owner !== owner || (peer !== undefined && place.peer !== peer)) return false;
    if (filter.resource !== undefined && place.resource !== filter.resource) return false;
    if (filter.text === undefined) return true;
    return (yield* inIndex(resolved, { after: id - 1, before: id + 1 }, 1, "oldest")).length === 1;
  };

  const byIds = function* (resolved: ResolvedFilter, ids: readonly number[], from: End): Steps<number[]> {
    const found: number[] = [];
    const sorted = [...new Set(ids)].sort((a, b) => (from === "oldest" ? a - b : b - a));
    for (const [n, id] of sorted.entries()) {
      if (yield* matches(resolved, id)) found.push(id);
      if (n % IDS_PER_STEP === 0) yield;
    }
    return found;
  };

  const idsOf = function* (resolved: ResolvedFilter, max: number, from: End): Steps<number[]> {
    const { owner, filter } = resolved;
    if (filter.ids) return yield* byIds(resolved, filter.ids, from);
    const found: number[] = [];
    const ranges = rangesOf(filter);
    for (const range of from === "oldest" ? ranges : ranges.toReversed()) {
      const left = max - found.length;
      if (left <= 0) break;
      const ids = isByOwnerAlone(resolved)
        ? messages.idsOfOwner(owner, range, left, from)
        : yield* inIndex(resolved, range, left, from);
      for (const id of ids) found.push(id);
    }
    return found;
  };

  const counted = ({ owner, filter }: ResolvedFilter, max: number): number => {
    let count = 0;
    for (const range of rangesOf(filter)) if (count < max) count += messages.countOfOwner(owner, range, max - count);
    return count;
  };

  /** As many of these messages as fit on a page, oldest first. */
  const read = (ids: readonly number[], from: End): Page => {
    const rows: ArchivedMessage[] = [];
    let [size, isComplete] = [0, true];
    messages.each(ids, from, (row) => {
      size += sizeOf(row.xml);
      if (rows.length > 0 && size > MAX_PAGE_SIZE) isComplete = false;
      else rows.push(row);
      return isComplete;
    });
    return { messages: from === "oldest" ? rows : rows.reverse(), isComplete };
  };

  const keyed = function* (account: string, peer: string, keyOf: (peer: number) => string, max: number) {
    const resolved = resolve(account, { ...ALL, peer });
    if (resolved?.peer === undefined) return;
    for (const id of index.withKey(keyOf(resolved.peer), max)) {
      const row = messages.get(id);
      if (row) yield row;
    }
  };

  return {
    page: function* (account, filter, max, from) {
      const resolved = resolve(account, filter);
      // One more than `max` tells whether the page is complete.
      const ids = resolved ? yield* idsOf(resolved, max + 1, from) : [];
      const page = read(ids.slice(0, max), from);
      return { ...page, isComplete: page.isComplete && ids.length <= max };
    },
    count: function* (account, filter) {
      const resolved = resolve(account, filter);
      if (!resolved) return 0;
      const limit = MAX_COUNTED + 1;
      const isPlain = isByOwnerAlone(resolved) && !filter.ids;
      const count = isPlain ? counted(resolved, limit) : (yield* idsOf(resolved, limit, "oldest")).length;
      return count > MAX_COUNTED ? undefined : count;
    },
    newest: (account, after, max) => {
      const owner = addresses.ownerIdOf(account);
      const ids = owner === undefined ? [] : messages.idsOfOwner(owner, { ...ALL, after }, max, "newest");
      return read(ids, "newest").messages;
    },
    oldest: (account, after, max) => {
      const owner = addresses.ownerIdOf(account);
      const ids = owner === undefined ? [] : messages.idsOfOwner(owner, { ...ALL, after }, max, "oldest");
      return read(ids, "oldest").messages;
    },
    has: (account, id) => {
      const place = messages.placeOf(id);
      return place !== undefined && place.owner === addresses.ownerIdOf(account);
    },
    withGivenId: (account, given) => {
      const owner = addresses.ownerIdOf(account);
      return owner === undefined ? undefined : messages.withGivenId(owner, given);
    },
    ends: (account) => {
      const owner = addresses.ownerIdOf(account);
      if (owner === undefined) return undefined;
      const [first] = messages.idsOfOwner(owner, ALL, 1, "oldest");
      const [last] = messages.idsOfOwner(owner, ALL, 1, "newest");
      return first === undefined || last === undefined ? undefined : { first, last };
    },
    message: (id) => messages.get(id),
    withSenderId: (account, peer, id) => keyed(account, peer, (peerId) => idKey(peerId, id), MAX_SAME_ID),
    corrections: (account, peer, id) => keyed(account, peer, (peerId) => correctionKey(peerId, id), MAX_CORRECTIONS),
  };
}

/** The size of a message towards MAX_PAGE_SIZE. */
function sizeOf(xml: string): number {
  let size = Buffer.byteLength(xml);
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at + 1)) size += TAG_SIZE;
  return size;
}
