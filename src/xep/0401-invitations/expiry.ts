/** Deletes invitations whose time is over, in portions. */
import { HOUR } from "../../clock.ts";
import type { Server } from "../../server/module.ts";
import type { InvitationStore } from "./invitation-store.ts";

const INTERVAL_MS = HOUR;
/** XEP-0445 §3: a stream that has shown its token in time may take longer to register. */
const GRACE_MS = HOUR;
/** Invitations in one step, and the milliseconds between two steps. */
const PER_STEP = 100;
const PAUSE_MS = 20;

export interface ExpiryDeps extends Pick<Server, "now" | "isClockDoubtful" | "schedule"> {
  readonly store: Pick<InvitationStore, "removeExpired">;
}

/** From now on, again and again. */
export function deleteExpired({ store, now, isClockDoubtful, schedule }: ExpiryDeps): void {
  const step = (): void => {
    const isMore = !isClockDoubtful() && store.removeExpired(now() - GRACE_MS, PER_STEP) === PER_STEP;
    schedule(isMore ? PAUSE_MS : INTERVAL_MS, step);
  };
  schedule(0, step);
}
