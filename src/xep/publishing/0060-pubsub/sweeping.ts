/** Nodes that are gone leave the disk in portions, also those that were left when the server stopped. */
import type { Server } from "../../../server/module.ts";
import type { Events } from "./events.ts";
import type { Nodes } from "./nodes.ts";

/** How long the server does other things between two portions, in milliseconds. */
const BREATH = 20;

export interface SweepingParts extends Pick<Server, "db" | "schedule"> {
  readonly nodes: Nodes;
  readonly events: Events;
}

/** Returns what begins to sweep, or goes on. */
export function sweeping({ db, nodes, events, schedule }: SweepingParts): () => void {
  let isUnderway = false;

  const portion = (): void => {
    isUnderway = false;
    const id = nodes.gone();
    if (id === undefined) return;
    // Those who hear that the node is gone are found by its rows.
    if (!events.isTelling(id)) db.atomically(() => nodes.sweep(id));
    start();
  };

  const start = (): void => {
    if (isUnderway) return;
    isUnderway = true;
    schedule(BREATH, portion);
  };
  return start;
}
