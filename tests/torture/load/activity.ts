/** What the people of the load do, each kind in a file of its own, with what they know of it. */
import type { Loss } from "../oracle/register.ts";
import type { Random } from "../random.ts";
import type { Site, Sites } from "../sites.ts";
import type { App } from "./app.ts";

/** What an activity is given. */
export interface World {
  readonly sites: Sites;
  readonly random: Random;
  /** All of them, by their localparts, which are different on both servers. */
  readonly apps: ReadonlyMap<string, App>;
  /** Whether a server may refuse what it is asked, because of a fault at the moment. */
  mayRefuse: boolean;
  /** Milliseconds that the clock of a server has been behind at most, in this round so far. */
  behind: (site: Site) => number;
  /** How often a message that was sent once to another server may have arrived after the fault. */
  copies: number;
}

export interface Activity {
  readonly name: string;
  /** So much has been answered or acknowledged since the start. */
  readonly done: number;
  /** Once, on new homes, before anything fails. */
  prepare(): Promise<void>;
  /** Goes on until `isOver` or until connections end. */
  run(isOver: () => boolean): Promise<void>;
  /** When everybody is back after a fault: what is wrong, in sentences. Waits for what is still on its way. */
  check(loss: Loss): Promise<readonly string[]>;
}

/** The app of a localpart. */
export function appOf({ apps }: World, username: string): App {
  const app = apps.get(username);
  if (!app) throw new Error(`nobody is called ${username}`);
  return app;
}

/** A request was refused: throws where there is no reason for that. */
export function refused({ mayRefuse }: World, what: string, answer: unknown): void {
  if (!mayRefuse) throw new Error(`${what}: ${answer}`);
}
