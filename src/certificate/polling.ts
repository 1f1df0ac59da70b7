/** RFC 8555 §7.5.1: asking the authority again until it has made up its mind. */
import { type Clock, MINUTE, SECOND } from "../clock.ts";
import type { AcmeSession } from "./acme-session.ts";
import { AcmeError } from "./problem-document.ts";

export const isPending =
  (...states: readonly string[]) =>
  ({ status }: { readonly status: string }) =>
    states.includes(status);

const MAX_LOST_ANSWERS = 3;

/**
 * Asks again, when the authority says or with growing waits, until the answer is no longer pending. A few answers may get
 * lost on the way. Rejects after five minutes.
 */
export async function poll<Answer extends object>(
  { retryAfter: askAgainAt }: AcmeSession,
  clock: Clock,
  request: () => Promise<Answer>,
  isStillPending: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = clock.now() + 5 * MINUTE;
  let wait = SECOND / 4;
  let lost = 0;
  for (;;) {
    const answer = await request().catch((error: unknown) => {
      if (isFinal(error) || ++lost > MAX_LOST_ANSWERS) throw error;
      return undefined;
    });
    if (answer !== undefined && !isStillPending(answer)) return answer;
    const next = Math.max((answer && askAgainAt(answer)) ?? 0, clock.now() + wait);
    if (next > deadline) throw new Error("the authority did not come to an end");
    await clock.sleep(next - clock.now());
    wait = Math.min(wait * 2, 5 * SECOND);
  }
}

const isFinal = (error: unknown): boolean => error instanceof AcmeError && error.status < 500;
