/** XEP-0060 §12: events to many are told in portions, those of one node in the order in which they came about. */
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Database } from "../../../store/database.ts";
import type { Node } from "./nodes.ts";

/** So many addresses are told at once, of all events that come about together. */
const FEW = 200;
/** So many events of one node may wait for those before them. */
const MAX_WAITING = 10;

export interface Events {
  /** Tells an event: `telling` tells one address a step. What is not told at once waits for the commit, and for its turn. */
  tell(node: Node, telling: Generator<void, void>): void;
  /** Throws StanzaError resource-constraint where too many events of the node are still under way. */
  checkRoom(node: Node): void;
  /** Whether some event of the node (its number) is still under way. */
  isTelling(id: number): boolean;
}

export interface EventsParts extends Pick<Server, "inTurns" | "schedule"> {
  readonly db: Pick<Database, "afterCommit">;
  readonly log: Pick<Logger, "error">;
}

export function openEvents({ db, log, schedule, inTurns }: EventsParts): Events {
  let left = FEW;
  /** By the node's number, the first being told. */
  const waiting = new Map<number, Generator<void, void>[]>();

  function* tellAll(id: number): Generator<void, void> {
    const events = waiting.get(id) ?? [];
    for (let [first] = events; first; [first] = events) {
      yield* first;
      events.shift();
    }
    waiting.delete(id);
  }

  const add = ({ id, creator }: Node, telling: Generator<void, void>): void => {
    const events = waiting.get(id);
    if (events) return void events.push(telling);
    waiting.set(id, [telling]);
    inTurns(creator, tellAll(id)).catch((error) => {
      waiting.delete(id);
      log.error({ event: "events-not-told", error });
    });
  };

  return {
    tell: (node, telling) => {
      if (left === FEW)
        schedule(0, () => {
          left = FEW;
        });
      while (left > 0 && !waiting.has(node.id)) {
        left -= 1;
        if (telling.next().done) return;
      }
      // Not where what the event tells of is undone.
      db.afterCommit(() => add(node, telling));
    },
    checkRoom: ({ id }) => {
      if ((waiting.get(id)?.length ?? 0) >= MAX_WAITING)
        throw new StanzaError("resource-constraint", {
          text: "earlier events are still under way to the many who hear of this node: try again in a while",
        });
    },
    isTelling: (id) => waiting.has(id),
  };
}
