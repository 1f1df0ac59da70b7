/** XEP-0424, XEP-0425: what is taken back may have been corrected a thousand times: it goes in portions. */
import type { Server } from "../../server/module.ts";

/** Between two steps, at most so many characters of messages are read. */
const MAX_STEP_LENGTH = 50_000;

/** Told how long each message is that was read; says when it is time to let others in. */
export function portions(): (length: number) => boolean {
  let read = 0;
  return (length) => {
    read += length;
    if (read < MAX_STEP_LENGTH) return false;
    read = 0;
    return true;
  };
}

/**
 * The first step at once, so that what is small is done with the stanza that it is about; the others in turn with what others
 * want. `owner` is for whom it is done (turn-owner.ts).
 */
export function begin(server: Pick<Server, "inTurns" | "log">, owner: string, work: Generator<void, void>): void {
  if (work.next().done) return;
  server.inTurns(owner, work).catch((error) => server.log.error({ event: "retraction-failed", owner, error }));
}
