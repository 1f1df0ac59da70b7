/** XEP-0060 §7.1.2: events to many recipients are sent in portions, those of one node in the order in which they occurred. */
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Database } from "../../../store/database.ts";
import type { Node } from "./nodes.ts";

/** Steps that are done at once, by all events of one tick together. */
const MAX_AT_ONCE = 200;
/** Events of one node that may wait for those before them. */
const MAX_WAITING = 10;

export interface EventQueue {
  /** `deliveries` sends an event to one address a step: a few steps now, the rest after the commit, in turns. */
  enqueue(node: Node, deliveries: Generator<void, void>): void;
  /** Throws StanzaError resource-constraint where too many events of the node are still being delivered. */
  checkCapacity(node: Node): void;
  /** Whether any event of the node with this number is still being delivered. */
  hasPending(id: number): boolean;
}

export interface EventQueueDeps extends Pick<Server, "inTurns" | "schedule"> {
  readonly db: Pick<Database, "afterCommit">;
  readonly log: Pick<Logger, "error">;
}

export function openEventQueue({ db, log, schedule, inTurns }: EventQueueDeps): EventQueue {
  let left = MAX_AT_ONCE;
  /** By node number; the first one is being delivered. */
  const waiting = new Map<number, Generator<void, void>[]>();

  function* deliverAll(id: number): Generator<void, void> {
    const events = waiting.get(id) ?? [];
    for (let [first] = events; first; [first] = events) {
      yield* first;
      events.shift();
    }
    waiting.delete(id);
  }

  const add = ({ id, creator }: Node, deliveries: Generator<void, void>): void => {
    const events = waiting.get(id);
    if (events) return void events.push(deliveries);
    waiting.set(id, [deliveries]);
    inTurns(creator, deliverAll(id)).catch((error) => {
      waiting.delete(id);
      log.error({ event: "events-not-told", error });
    });
  };

  return {
    enqueue: (node, deliveries) => {
      if (left === MAX_AT_ONCE)
        schedule(0, () => {
          left = MAX_AT_ONCE;
        });
      while (left > 0 && !waiting.has(node.id)) {
        left -= 1;
        if (deliveries.next().done) return;
      }
      // Not where the change that the event is about is rolled back.
      db.afterCommit(() => add(node, deliveries));
    },
    checkCapacity: ({ id }) => {
      if ((waiting.get(id)?.length ?? 0) >= MAX_WAITING)
        throw new StanzaError("resource-constraint", {
          text: "earlier events are still under way to the many who hear of this node: try again in a while",
        });
    },
    hasPending: (id) => waiting.has(id),
  };
}
