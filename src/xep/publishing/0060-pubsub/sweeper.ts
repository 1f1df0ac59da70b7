/** Deletes the rows of removed nodes in portions, also of those that were left when the server stopped. */
import type { Server } from "../../../server/module.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Nodes } from "./nodes.ts";

/** Between two portions, in milliseconds. */
const PAUSE = 20;

export interface SweeperDeps extends Pick<Server, "db" | "schedule"> {
  readonly nodes: Nodes;
  readonly events: EventQueue;
}

/** Returns a function that starts to sweep, unless that is underway. */
export function openSweeper({ db, nodes, events, schedule }: SweeperDeps): () => void {
  let isUnderway = false;

  const sweepOnce = (): void => {
    isUnderway = false;
    const id = nodes.nextRemoved();
    if (id === undefined) return;
    // The recipients of its <delete/> event are found by its rows.
    if (!events.hasPending(id)) db.atomically(() => nodes.sweep(id));
    start();
  };

  const start = (): void => {
    if (isUnderway) return;
    isUnderway = true;
    schedule(PAUSE, sweepOnce);
  };
  return start;
}
