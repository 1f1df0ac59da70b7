/** XEP-0313 §4: the pages of an archive, whatever they are filtered by. */
import type { Range, TextIndex } from "../0431-fulltext/text-index.ts";
import type { Addresses } from "./addresses.ts";
import type { Indexing } from "./indexing.ts";
import { correctionKey, idKey, ownerKey, peerKey, resourceKey } from "./keys.ts";
import type { ArchivedMessage, End, Messages, Row } from "./messages.ts";

export interface Filter extends Range {
  /** The other end's bare JID, and its resource where one was asked for. */
  readonly peer?: string | undefined;
  readonly resource?: string | undefined;
  readonly ids?: readonly number[] | undefined;
  /** XEP-0431: what is looked for in the text. */
  readonly text?: string | undefined;
}

export interface Page {
  /** In the order of time. */
  readonly messages: readonly ArchivedMessage[];
  /** Nothing else matches. */
  readonly isComplete: boolean;
}

/**
 * What a page holds, which leaves at once, and in memory until it is read: bytes, and so many for each tag. A message that is
 * larger is a page of its own.
 */
const PAGE_SIZE = 500_000;
const TAG_SIZE = 32;
/** No further than this is counted. */
const MAX_COUNTED = 10_000;

export interface FindingParts {
  readonly addresses: Addresses;
  readonly messages: Messages;
  readonly index: TextIndex;
  readonly indexing: Indexing;
}

/** A filter with the numbers that stand for its addresses. */
interface Sought {
  readonly owner: number;
  readonly peer: number | undefined;
  readonly filter: Filter;
}

/** What the text index need not be asked for. */
const isOfAll = ({ peer, filter }: Sought): boolean => peer === undefined && filter.text === undefined;

/** Between its steps, which are small whatever there is in the archive, others may come in. */
export type InSteps<T> = Generator<void, T>;

export interface Finding {
  /** The oldest of those that match, or the newest: at most `max` messages, fewer where they are long. */
  page(account: string, filter: Filter, max: number, from: End): InSteps<Page>;
  /** How many match; undefined where they are too many to be counted. */
  count(account: string, filter: Filter): InSteps<number | undefined>;
  /** The last ones of all, at most `max` above `after`, in the order of time; fewer where they are long. */
  newest(account: string, after: number, max: number): readonly ArchivedMessage[];
  has(account: string, id: number): boolean;
  /** The ids of the oldest and the newest. */
  ends(account: string): { readonly first: number; readonly last: number } | undefined;
  /** What a peer and an account have said to each other under an id of the sender's choice, the newest first; read one by one. */
  named(account: string, peer: string, name: string): Iterable<Row>;
  /** What corrects a message of that name (XEP-0308), the newest first, in the conversation with the peer. */
  corrections(account: string, peer: string, name: string): Iterable<Row>;
}

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };
/** How many messages of the same name are looked at. */
const MAX_NAMED = 10;
const MAX_CORRECTIONS = 1000;
/** How many of the ids that somebody asks for are looked at in one step. */
const MAX_IDS_PER_STEP = 20;

export function openFinding({ addresses, messages, index, indexing }: FindingParts): Finding {
  const numbersIn = (account: string, filter: Filter): Sought | undefined => {
    const owner = addresses.ownerOf(account);
    if (owner === undefined) return undefined;
    if (filter.peer === undefined) return { owner, peer: undefined, filter };
    const peer = addresses.peerOf(owner, filter.peer);
    return peer === undefined ? undefined : { owner, peer, filter };
  };

  /** What has gone was the oldest of all, and may still be in the index. */
  const living = (owner: number, { after, before }: Range): Range => {
    const [first = Number.MAX_SAFE_INTEGER] = messages.ofOwner(owner, ALL, 1, "oldest");
    return { after: Math.max(after, first - 1), before };
  };

  const inIndex = function* ({ owner, peer, filter }: Sought, range: Range, max: number, from: End): InSteps<number[]> {
    yield* indexing.catchUp();
    const { resource, text } = filter;
    // The narrowest key says it all: a peer's number is one of an owner's.
    const ofPeer = (of: number): string => (resource === undefined ? peerKey(of) : resourceKey(of, resource));
    const key = peer === undefined ? ownerKey(owner) : ofPeer(peer);
    return yield* index.find([key], text, living(owner, range), max, from);
  };

  const isFound = function* (sought: Sought, id: number): InSteps<boolean> {
    const { owner, peer, filter } = sought;
    const place = id > filter.after && id < filter.before ? messages.placeOf(id) : undefined;
    if (place?.owner !== owner || (peer !== undefined && place.peer !== peer)) return false;
    if (filter.resource !== undefined && place.resource !== filter.resource) return false;
    if (filter.text === undefined) return true;
    return (yield* inIndex(sought, { after: id - 1, before: id + 1 }, 1, "oldest")).length === 1;
  };

  const named = function* (sought: Sought, ids: readonly number[], from: End): InSteps<number[]> {
    const found: number[] = [];
    const sorted = [...new Set(ids)].sort((a, b) => (from === "oldest" ? a - b : b - a));
    for (const [n, id] of sorted.entries()) {
      if (yield* isFound(sought, id)) found.push(id);
      if (n % MAX_IDS_PER_STEP === 0) yield;
    }
    return found;
  };

  const idsOf = function* (sought: Sought, max: number, from: End): InSteps<number[]> {
    const { owner, filter } = sought;
    if (filter.ids) return yield* named(sought, filter.ids, from);
    return isOfAll(sought) ? messages.ofOwner(owner, filter, max, from) : yield* inIndex(sought, filter, max, from);
  };

  /** As many as a page may have, in the order of time. */
  const read = (ids: readonly number[], from: End): Page => {
    const rows: ArchivedMessage[] = [];
    let [size, isComplete] = [0, true];
    messages.each(ids, from, (row) => {
      size += sizeOf(row.xml);
      if (rows.length > 0 && size > PAGE_SIZE) isComplete = false;
      else rows.push(row);
      return isComplete;
    });
    return { messages: from === "oldest" ? rows : rows.reverse(), isComplete };
  };

  const keyed = function* (account: string, peer: string, keyOf: (peer: number) => string, max: number) {
    const sought = numbersIn(account, { ...ALL, peer });
    if (sought?.peer === undefined) return;
    for (const id of index.withKey(keyOf(sought.peer), max)) {
      const row = messages.get(id);
      if (row) yield row;
    }
  };

  return {
    page: function* (account, filter, max, from) {
      const sought = numbersIn(account, filter);
      // One more than asked for tells whether there are more.
      const ids = sought ? yield* idsOf(sought, max + 1, from) : [];
      const page = read(ids.slice(0, max), from);
      return { ...page, isComplete: page.isComplete && ids.length <= max };
    },
    count: function* (account, filter) {
      const sought = numbersIn(account, filter);
      if (!sought) return 0;
      const most = MAX_COUNTED + 1;
      const isPlain = isOfAll(sought) && !filter.ids;
      const counted = isPlain
        ? messages.countOfOwner(sought.owner, filter, most)
        : (yield* idsOf(sought, most, "oldest")).length;
      return counted > MAX_COUNTED ? undefined : counted;
    },
    newest: (account, after, max) => {
      const owner = addresses.ownerOf(account);
      const ids = owner === undefined ? [] : messages.ofOwner(owner, { ...ALL, after }, max, "newest");
      return read(ids, "newest").messages;
    },
    has: (account, id) => {
      const place = messages.placeOf(id);
      return place !== undefined && place.owner === addresses.ownerOf(account);
    },
    ends: (account) => {
      const owner = addresses.ownerOf(account);
      if (owner === undefined) return undefined;
      const [first] = messages.ofOwner(owner, ALL, 1, "oldest");
      const [last] = messages.ofOwner(owner, ALL, 1, "newest");
      return first === undefined || last === undefined ? undefined : { first, last };
    },
    named: (account, peer, name) => keyed(account, peer, (of) => idKey(of, name), MAX_NAMED),
    corrections: (account, peer, name) => keyed(account, peer, (of) => correctionKey(of, name), MAX_CORRECTIONS),
  };
}

/** What a message holds on its way: its bytes, and something for each tag. */
function sizeOf(xml: string): number {
  let size = Buffer.byteLength(xml);
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at + 1)) size += TAG_SIZE;
  return size;
}
