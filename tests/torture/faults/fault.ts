/** What is done to servers under load. */
import type { Loss } from "../oracle/register.ts";
import type { Random } from "../random.ts";
import type { Site, Sites } from "../sites.ts";

export interface FaultContext {
  readonly sites: Sites;
  readonly random: Random;
}

export interface Fault {
  readonly name: string;
  /** What may be lost by it. */
  readonly loss: Loss;
  /** Events that are logged as errors because of it. */
  readonly errors?: readonly string[] | "any";
  /** Whether requests may be refused while it lasts, and messages come back as errors. */
  readonly mayRefuse?: boolean;
  /** Milliseconds that it has put the clock of a server back: what was made there since may have expired when the clock is right. */
  readonly behind?: (site: Site) => number;
  /**
   * How often a message that was sent once to another server may have arrived when it is over; once by default. It leaves when it is
   * committed, and may be on the disk without the number that it had in the stream: after each power cut it is sent again.
   */
  readonly copies?: number;
  /** Begins. */
  strikes(context: FaultContext): Promise<void>;
  /** What was done, in a few words, once it has been. */
  readonly account: string;
  /** Ends it, so that both servers run again. Returns what is wrong meanwhile, in sentences. */
  isOver(context: FaultContext): Promise<readonly string[]>;
}
