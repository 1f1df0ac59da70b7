/** Stanzas that wait in the queue of a large room, in the store: they may be acknowledged (XEP-0198) before their turn comes. */
import { parseJid } from "../../../../jid/jid.ts";
import type { Logger } from "../../../../log.ts";
import { unlessFull } from "../../../../server/unless-full.ts";
import { isStanzaName, type Stanza, stanzaOf } from "../../../../stanza.ts";
import type { Database } from "../../../../store/database.ts";
import { parseElement } from "../../../../xml/parse-element.ts";
import { print } from "../../../../xml/print.ts";

/** One that a former process has not handled. */
interface LeftStanza {
  readonly stanza: Stanza;
  /** Removes it. */
  readonly forget: () => void;
}

export interface QueuedStanzas {
  /** Writes a stanza in the tick in which it is queued. Returns what removes it, called in the tick in which it is handled. */
  add(stanza: Stanza): () => void;
  /** What a former process has left, oldest first. What cannot be read, or is for a service that is not served any more, is removed. */
  left(): readonly LeftStanza[];
}

interface Row {
  readonly sequence: number;
  readonly xml: string;
}

export interface QueuedStanzasDeps {
  readonly db: Database;
  readonly log: Pick<Logger, "error">;
  /** Whether rooms answer at this domain. */
  readonly isServed: (service: string) => boolean;
}

export function openQueuedStanzas({ db, log, isServed }: QueuedStanzasDeps): QueuedStanzas {
  const insert = db.write("INSERT INTO rooms_queued (xml) VALUES (?)");
  // With its text: the number of one whose tick was lost belongs to the next.
  const remove = db.write("DELETE FROM rooms_queued WHERE sequence = ? AND xml = ?");
  const all = db.read<Row>("SELECT sequence, xml FROM rooms_queued ORDER BY sequence");

  /** Throws where the file is damaged, or the rules for addresses have changed since. */
  const stanzaIn = (xml: string): Stanza => {
    const element = parseElement(xml);
    if (!isStanzaName(element.name)) throw new Error(`not a stanza: <${element.name}/>`);
    return stanzaOf(element, parseJid(element.attrs.from ?? ""));
  };

  const read = ({ sequence, xml }: Row): readonly LeftStanza[] => {
    const forget = (): void => void remove.run(sequence, xml);
    try {
      const stanza = stanzaIn(xml);
      if (isServed(stanza.to?.domain ?? "")) return [{ stanza, forget }];
    } catch (error) {
      log.error({ event: "room-stanza-unreadable", error });
    }
    unlessFull(forget);
    return [];
  };

  return {
    add: (stanza) => {
      const xml = print(stanza.xml);
      const { lastInsertRowid } = insert.run(xml);
      return () => void remove.run(lastInsertRowid, xml);
    },
    left: () => all.all().flatMap(read),
  };
}
