/** XEP-0313 §4, §5: what an archive answers, be it an account's or a room's. */
import type { Element } from "ltx";
import { NS_MAM } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { pageOf } from "../../kit/0059-rsm.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";
import type { Finding, InSteps } from "./finding.ts";
import { type ArchiveQuery, readQuery } from "./query.ts";
import { resultMessage, timestampOf } from "./result.ts";

/** Who asks, and whose archive. */
export interface Reader {
  /** A bare JID. */
  readonly owner: string;
  /** The full JID of who asks. */
  readonly to: string;
  readonly send: (result: Element) => void;
  /** A room's; without it, an account's own. */
  readonly room?: {
    /** The message as this reader may see it. */
    readonly shown: (message: Element) => Element;
  };
}

export interface Answers {
  /** Sends a page of results, and returns the <fin/>. Throws StanzaError as readQuery does, item-not-found. */
  query(request: Element, reader: Reader): InSteps<Element>;
  /** §5. */
  metadata(owner: string): Element;
}

/** Characters of messages that are read and sent in one step. */
const MAX_STEP_LENGTH = 30_000;

export function openAnswers(finding: Finding, ids: Pick<StanzaIds, "numberIn" | "textOf">): Answers {
  /** §4.3.1. A room gives an id to all that is said, kept or not: what came after its oldest message has a place there. */
  const hasPlace = ({ owner, room }: Reader, id: number): boolean =>
    finding.has(owner, id) || (room !== undefined && id > (finding.ends(owner)?.first ?? 0));

  const checkIsKnown = (reader: Reader, { places, filter }: ArchiveQuery): void => {
    const isKnown =
      places.every((id) => hasPlace(reader, id)) && (filter.ids ?? []).every((id) => finding.has(reader.owner, id));
    if (!isKnown) throw new StanzaError("item-not-found", { text: "no message of this archive has such an id" });
  };

  return {
    query: function* (request, reader) {
      const { owner, to, send, room } = reader;
      const asked = readQuery(request, room ? undefined : owner, ids.numberIn);
      checkIsKnown(reader, asked);
      const { queryId, filter, max, from, isFlipped } = asked;
      if (max === 0) {
        const count = yield* finding.count(owner, filter);
        return xml("fin", { xmlns: NS_MAM, complete: count === 0 ? "true" : undefined }, pageOf([], count));
      }
      const { messages, isComplete } = yield* finding.page(owner, filter, max, from);
      let size = 0;
      for (const { id, xml: text } of isFlipped ? [...messages].reverse() : messages) {
        const message = parseElement(text);
        const found = { id: ids.textOf(id), time: id, message: room?.shown(message) ?? message, queryId };
        send(resultMessage({ from: owner, to }, found));
        size += text.length;
        if (size < MAX_STEP_LENGTH) continue;
        size = 0;
        yield;
      }
      const complete = isComplete ? "true" : undefined;
      return xml("fin", { xmlns: NS_MAM, complete }, pageOf(messages.map(({ id }) => ids.textOf(id))));
    },

    metadata: (owner) => {
      const ends = finding.ends(owner);
      const end = (name: string, id: number) => xml(name, { id: ids.textOf(id), timestamp: timestampOf(id) });
      return xml(
        "metadata",
        { xmlns: NS_MAM },
        ends ? end("start", ends.first) : undefined,
        ends ? end("end", ends.last) : undefined,
      );
    },
  };
}
