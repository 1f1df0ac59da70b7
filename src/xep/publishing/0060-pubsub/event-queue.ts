/** XEP-0060 §7.1.2: events to many recipients are sent in portions, those of one node in the order in which they occurred. */
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import { isFull } from "../../../server/unless-full.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Database } from "../../../store/database.ts";
import type { Node } from "./nodes.ts";

/** Steps that are done at once, by all events of one tick together. */
const MAX_AT_ONCE = 200;
/** Events of one node that may wait for those before them. */
const MAX_WAITING = 10;
/** How long the events of a node wait where the disk was full, in milliseconds. */
const PAUSE = 60_000;
/** How often an event is sent again, as those who have got it get it once more; then the next start does it. */
const MAX_AGAIN = 5;

export interface EventQueue {
  /**
   * `begin` sends an event to one address a step: a few steps now, the rest after the commit, in turns. `keep` is called
   * where there is a rest. Where the disk does not take what was done for the rest, the event is sent again a while later, to all.
   */
  enqueue(node: Node, begin: () => Generator<void, void>, keep?: () => void): void;
  /** Throws StanzaError resource-constraint where too many events of the node are still being delivered. */
  checkCapacity(node: Node): void;
  /** Whether any event of the node with this number is still being delivered. */
  hasPending(id: number): boolean;
}

export interface EventQueueDeps extends Pick<Server, "inTurns" | "schedule"> {
  readonly db: Pick<Database, "afterCommit" | "onTick">;
  readonly log: Pick<Logger, "error">;
}

interface WaitingEvent {
  readonly begin: () => Generator<void, void>;
  /** What is still to be done. */
  rest: Generator<void, void>;
  /** How often it was begun again. */
  again: number;
}

export function openEventQueue({ db, log, schedule, inTurns }: EventQueueDeps): EventQueue {
  let left = MAX_AT_ONCE;
  /** By node number; the first one is being delivered. */
  const waiting = new Map<number, WaitingEvent[]>();
  /** By node, what this tick has worked at, in order. */
  const touched = new Map<Node, Set<WaitingEvent>>();
  /** Nodes whose events wait because the disk was full. */
  const paused = new Set<number>();

  function* deliverAll(node: Node): Generator<void, void> {
    const events = waiting.get(node.id) ?? [];
    // Others wait there once these have been restarted.
    while (waiting.get(node.id) === events) {
      const [first] = events;
      if (!first) return void waiting.delete(node.id);
      const ofThisTick = touched.get(node);
      if (ofThisTick) ofThisTick.add(first);
      else touched.set(node, new Set([first]));
      if (first.rest.next().done) events.shift();
      else yield;
    }
  }

  const start = (node: Node): void => {
    inTurns(node.creator, deliverAll(node)).catch((error) => {
      if (isFull(error)) return restart(node);
      log.error({ event: "events-not-told", error });
      // The next start tells what is left of it.
      const [, ...behind] = waiting.get(node.id) ?? [];
      waiting.delete(node.id);
      for (const event of behind) add(node, event);
    });
  };

  /** Begins again, a while later, with what this tick has worked at. */
  const restart = (node: Node): void => {
    const lost = touched.get(node) ?? new Set();
    touched.delete(node);
    for (const event of lost) {
      event.rest = event.begin();
      event.again += 1;
    }
    const behind = (waiting.get(node.id) ?? []).filter((event) => !lost.has(event));
    waiting.set(node.id, [...[...lost].filter(({ again }) => again <= MAX_AGAIN), ...behind]);
    if (paused.has(node.id)) return;
    paused.add(node.id);
    schedule(PAUSE, () => {
      paused.delete(node.id);
      start(node);
    });
  };

  db.onTick((lost) => {
    if (lost) for (const node of [...touched.keys()]) restart(node);
    touched.clear();
  });

  const add = (node: Node, event: WaitingEvent): void => {
    const events = waiting.get(node.id);
    if (events) return void events.push(event);
    waiting.set(node.id, [event]);
    start(node);
  };

  return {
    enqueue: (node, begin, keep) => {
      const rest = begin();
      if (left === MAX_AT_ONCE)
        schedule(0, () => {
          left = MAX_AT_ONCE;
        });
      while (left > 0 && !waiting.has(node.id)) {
        left -= 1;
        if (rest.next().done) return;
      }
      keep?.();
      // Not where the change that the event is about is rolled back.
      db.afterCommit(() => add(node, { begin, rest, again: 0 }));
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
