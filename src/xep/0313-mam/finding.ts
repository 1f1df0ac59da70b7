/** XEP-0313 §4: the pages of an archive, whatever they are filtered by. */
import { StanzaError } from "../../stanza-error.ts";
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

/** Bytes of a page, which leaves at once; a message that is longer is a page of its own. */
const PAGE_BYTES = 500_000;
/** No further than this is counted. */
const MOST_COUNTED = 10_000;

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

export interface Finding {
  /**
   * The oldest of those that match, or the newest: at most `max` messages, fewer where they are long.
   * Throws StanzaError resource-constraint where the index is not yet as far as the search needs it.
   */
  page(account: string, filter: Filter, max: number, from: End): Page;
  /** How many match; undefined where they are too many to be counted at once. Throws likewise. */
  count(account: string, filter: Filter): number | undefined;
  has(account: string, id: number): boolean;
  /** The ids of the oldest and the newest. */
  ends(account: string): { readonly first: number; readonly last: number } | undefined;
  /** What a peer and an account have said to each other under an id of the sender's choice, the newest first. */
  named(account: string, peer: string, name: string): Row[];
  /** What corrects a message of that name (XEP-0308), the newest first, in the conversation with the peer. */
  corrections(account: string, peer: string, name: string): Row[];
}

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };
/** How many messages of the same name are looked at. */
const MOST_NAMED = 10;
const MOST_CORRECTIONS = 1000;

export function openFinding({ addresses, messages, index, indexing }: FindingParts): Finding {
  const numbersIn = (account: string, filter: Filter): Sought | undefined => {
    const owner = addresses.ownerOf(account);
    if (owner === undefined) return undefined;
    if (filter.peer === undefined) return { owner, peer: undefined, filter };
    const peer = addresses.peerOf(owner, filter.peer);
    return peer === undefined ? undefined : { owner, peer, filter };
  };

  const inIndex = ({ owner, peer, filter }: Sought, range: Range, max: number, from: End): number[] => {
    if (!indexing.caughtUp())
      throw new StanzaError("resource-constraint", { text: "the archive is still being indexed: try again" });
    const { resource, text } = filter;
    // The narrowest key says it all: a peer's number is one of an owner's.
    const ofPeer = (of: number): string => (resource === undefined ? peerKey(of) : resourceKey(of, resource));
    return index.find([peer === undefined ? ownerKey(owner) : ofPeer(peer)], text, range, max, from);
  };

  const isFound = (sought: Sought, id: number): boolean => {
    const { owner, peer, filter } = sought;
    const row = id > filter.after && id < filter.before ? messages.get(id) : undefined;
    if (row?.owner !== owner || (peer !== undefined && row.peer !== peer)) return false;
    if (filter.resource !== undefined && row.resource !== filter.resource) return false;
    return filter.text === undefined || inIndex(sought, { after: id - 1, before: id + 1 }, 1, "oldest").length === 1;
  };

  const named = (sought: Sought, ids: readonly number[], max: number, from: End): number[] => {
    const sorted = [...new Set(ids)].sort((a, b) => (from === "oldest" ? a - b : b - a));
    return sorted.filter((id) => isFound(sought, id)).slice(0, max);
  };

  const idsOf = (sought: Sought, max: number, from: End): number[] => {
    const { owner, filter } = sought;
    if (filter.ids) return named(sought, filter.ids, max, from);
    return isOfAll(sought) ? messages.ofOwner(owner, filter, max, from) : inIndex(sought, filter, max, from);
  };

  /** As many as a page may have. */
  const read = (ids: readonly number[], from: End): ArchivedMessage[] => {
    const rows: ArchivedMessage[] = [];
    let bytes = 0;
    messages.each(ids, from, (row) => {
      bytes += Buffer.byteLength(row.xml);
      if (rows.length > 0 && bytes > PAGE_BYTES) return false;
      rows.push(row);
      return true;
    });
    return rows;
  };

  const keyed = (account: string, peer: string, keyOf: (peer: number) => string, max: number): Row[] => {
    const sought = numbersIn(account, { ...ALL, peer });
    if (sought?.peer === undefined) return [];
    // What is not indexed yet for want of time is not found: nobody waits here.
    indexing.caughtUp();
    const ids = index.find([keyOf(sought.peer)], undefined, ALL, max, "newest");
    return ids.flatMap((id) => messages.get(id) ?? []);
  };

  return {
    page: (account, filter, max, from) => {
      const sought = numbersIn(account, filter);
      // One more than asked for tells whether there are more.
      const ids = sought ? idsOf(sought, max + 1, from) : [];
      const rows = read(ids.slice(0, max), from);
      return { messages: from === "oldest" ? rows : rows.reverse(), isComplete: rows.length === ids.length };
    },
    count: (account, filter) => {
      const sought = numbersIn(account, filter);
      if (!sought) return 0;
      const most = MOST_COUNTED + 1;
      const isPlain = isOfAll(sought) && !filter.ids;
      const counted = isPlain
        ? messages.countOfOwner(sought.owner, filter, most)
        : idsOf(sought, most, "oldest").length;
      return counted > MOST_COUNTED ? undefined : counted;
    },
    has: (account, id) => {
      const row = messages.get(id);
      return row !== undefined && row.owner === addresses.ownerOf(account);
    },
    ends: (account) => {
      const owner = addresses.ownerOf(account);
      if (owner === undefined) return undefined;
      const [first] = messages.ofOwner(owner, ALL, 1, "oldest");
      const [last] = messages.ofOwner(owner, ALL, 1, "newest");
      return first === undefined || last === undefined ? undefined : { first, last };
    },
    named: (account, peer, name) => keyed(account, peer, (of) => idKey(of, name), MOST_NAMED),
    corrections: (account, peer, name) => keyed(account, peer, (of) => correctionKey(of, name), MOST_CORRECTIONS),
  };
}
