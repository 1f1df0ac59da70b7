/** XEP-0313 §4, §5: answers queries of an account's or a room's archive. */
import type { Element } from "ltx";
import { NS_CLIENT, NS_MAM } from "../../../namespaces.ts";
import { delayElement } from "../../../server/delay.ts";
import { inClientNamespace, xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { PrintedElement } from "../../../xml/printed-element.ts";
import { pageElement } from "../../kit/0059-rsm.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";
import type { ArchivedMessage } from "./message-store.ts";
import { type ArchiveQuery, readQuery } from "./query.ts";
import type { ArchiveSearch, Steps } from "./search.ts";

const NS_FORWARD = "urn:xmpp:forward:0";

/** The requester, and the archive that it reads. */
export interface Reader {
  /** A bare JID. */
  readonly owner: string;
  /** The full JID of the requester. */
  readonly to: string;
  readonly send: (result: Element) => void;
  /** Present for a room's archive; without it, the archive is the requester's own. */
  readonly room?: {
    /** The message as the requester may see it. */
    readonly shown: (message: Element) => Element;
  };
}

export interface QueryHandler {
  /** Sends a page of results, and returns the <fin/>. Throws what readQuery throws, and StanzaError item-not-found. */
  query(request: Element, reader: Reader): Steps<Element>;
  /** §5. */
  metadata(owner: string): Element;
}

/** The id of a message for clients: that which another server has given it, or that of its number. */
export const archiveIdOf = (
  { id, given }: Pick<ArchivedMessage, "id" | "given">,
  { encode }: Pick<StanzaIds, "encode">,
): string => given ?? encode(id);

/** Characters of messages that are read and sent in one step. */
const MAX_STEP_LENGTH = 30_000;

export function openQueryHandler(
  search: ArchiveSearch,
  ids: Pick<StanzaIds, "encode" | "decode" | "timeOf" | "between">,
): QueryHandler {
  /**
   * §4.3.1: whether a page may begin at an id. A room gives ids to messages that it does not archive as well: an id after its
   * oldest archived message is valid.
   */
  const isPosition = ({ owner, room }: Reader, id: number): boolean =>
    search.has(owner, id) || (room !== undefined && id > (search.ends(owner)?.first ?? 0));

  const checkIds = (reader: Reader, { positions, filter }: ArchiveQuery): void => {
    const areKnown =
      positions.every((id) => isPosition(reader, id)) && (filter.ids ?? []).every((id) => search.has(reader.owner, id));
    if (!areKnown) throw new StanzaError("item-not-found", { text: "no message of this archive has such an id" });
  };

  const idOf = (message: Pick<ArchivedMessage, "id" | "given">): string => archiveIdOf(message, ids);

  return {
    query: function* (request, reader) {
      const { owner, to, send, room } = reader;
      const decode = (text: string): number | undefined => search.withGivenId(owner, text) ?? ids.decode(text);
      const parsed = readQuery(request, room ? undefined : owner, { decode, between: ids.between });
      checkIds(reader, parsed);
      const { queryId, filter, max, from, isFlipped } = parsed;
      if (max === 0) {
        const count = yield* search.count(owner, filter);
        return xml("fin", { xmlns: NS_MAM, complete: count === 0 ? "true" : undefined }, pageElement([], count));
      }
      const { messages, isComplete } = yield* search.page(owner, filter, max, from);
      let size = 0;
      for (const archived of isFlipped ? [...messages].reverse() : messages) {
        const { id, xml: text } = archived;
        const message = room ? room.shown(parseElement(text)) : storedMessage(text);
        const result = { id: idOf(archived), time: ids.timeOf(id), message, queryId };
        send(xml("message", { from: owner, to }, resultElement(result)));
        size += text.length;
        if (size < MAX_STEP_LENGTH) continue;
        size = 0;
        yield;
      }
      const complete = isComplete ? "true" : undefined;
      return xml("fin", { xmlns: NS_MAM, complete }, pageElement(messages.map(idOf)));
    },

    metadata: (owner) => {
      const ends = search.ends(owner);
      const end = (name: string, id: number) => {
        const { given = null } = search.message(id) ?? {};
        return xml(name, { id: idOf({ id, given }), timestamp: new Date(ids.timeOf(id)).toISOString() });
      };
      return xml(
        "metadata",
        { xmlns: NS_MAM },
        ends ? end("start", ends.first) : undefined,
        ends ? end("end", ends.last) : undefined,
      );
    },
  };
}

const MESSAGE = "<message ";

/** A stored message, to be forwarded. It is sent as it stands: its namespace is all that it lacks. */
export function storedMessage(text: string): Element {
  const tag = text.slice(0, text.indexOf(">"));
  if (!tag.startsWith(MESSAGE) || tag.includes(" xmlns=")) return parseElement(text);
  return new PrintedElement("message", `${MESSAGE}xmlns="${NS_CLIENT}" ${text.slice(MESSAGE.length)}`);
}

interface Result {
  /** The stanza id (XEP-0359). */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** As the requester may see it. */
  readonly message: Element;
  readonly queryId?: string | undefined;
}

/** §4.2: `message` becomes part of the returned element. */
export function resultElement({ id, time, message, queryId }: Result): Element {
  const content = [delayElement(time), inClientNamespace(message)];
  return xml("result", { xmlns: NS_MAM, queryid: queryId, id }, xml("forwarded", { xmlns: NS_FORWARD }, ...content));
}
