/** XEP-0060 §7.1.2: events that are still on their way to many addresses, in the store: what they tell of is acknowledged by then. */
import type { Element } from "ltx";
import type { Logger } from "../../../log.ts";
import { unlessFull } from "../../../server/unless-full.ts";
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { print } from "../../../xml/print.ts";
import type { Node, Nodes } from "./nodes.ts";

/** An event that a former process has not sent to all. */
export interface LeftEvent {
  readonly node: Node;
  /** The message, without an address. */
  readonly event: Element;
  readonly isToPending: boolean;
  /** Removes it. */
  readonly forget: () => void;
}

export interface WaitingEvents {
  /** `event`: a message without an address; `isToPending`: also for pending subscribers. Returns what removes it. */
  add(node: Node, event: Element, isToPending: boolean): () => void;
  /** What a former process has left, oldest first. What cannot be read, or is of a service that is not served any more, is removed. */
  left(): readonly LeftEvent[];
}

interface Row {
  readonly sequence: number;
  readonly node: number;
  readonly service: string;
  readonly xml: string;
  readonly is_to_pending: number;
}

export interface WaitingEventsDeps {
  readonly db: Database;
  readonly nodes: Pick<Nodes, "byId">;
  readonly log: Pick<Logger, "error">;
  /** Whether nodes are served at this domain. */
  readonly isServed: (service: string) => boolean;
}

export function openWaitingEvents({ db, nodes, log, isServed }: WaitingEventsDeps): WaitingEvents {
  // From the reserve: deletions, too, are told, and the row stays until all have heard.
  const insert = db.write("INSERT INTO pubsub_event (node, service, xml, is_to_pending) VALUES (?, ?, ?, ?)", {
    mayUseReserve: true,
  });
  // With its node and text: the number of one whose tick was lost belongs to the next.
  const remove = db.write("DELETE FROM pubsub_event WHERE sequence = ? AND node = ? AND xml = ?");
  const all = db.read<Row>("SELECT * FROM pubsub_event ORDER BY sequence");

  /** Of a removed node, too, whose subscriptions are deleted once all of them know. */
  const read = ({ sequence, node: id, service, xml, is_to_pending }: Row): readonly LeftEvent[] => {
    const forget = (): void => void remove.run(sequence, id, xml);
    try {
      const node = isServed(service) ? nodes.byId(id) : undefined;
      if (node)
        return [{ node: { ...node, service }, event: parseElement(xml), isToPending: is_to_pending === 1, forget }];
    } catch (error) {
      log.error({ event: "event-unreadable", service, error });
    }
    unlessFull(forget);
    return [];
  };

  return {
    add: ({ id, service }, event, isToPending) => {
      const xml = print(event);
      const { lastInsertRowid } = insert.run(id, service, xml, isToPending ? 1 : 0);
      return () => void remove.run(lastInsertRowid, id, xml);
    },
    left: () => all.all().flatMap(read),
  };
}
