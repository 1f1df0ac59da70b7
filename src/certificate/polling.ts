/** RFC 8555 §7.5.1: polling a resource until its status is final. */
import { type Clock, MINUTE, SECOND } from "../clock.ts";
import type { AcmeSession } from "./acme-session.ts";
import { AcmeError } from "./problem-document.ts";

/** Whether the status is one of `states`. */
export const isPending =
  (...states: readonly string[]) =>
  ({ status }: { readonly status: string }) =>
    states.includes(status);

const TIMEOUT_MS = 5 * MINUTE;
const MAX_DELAY_MS = 5 * SECOND;
const MAX_LOST_ANSWERS = 3;

/** Requests it again, after Retry-After or growing delays, until it is not pending. Tolerates lost answers. Rejects after five minutes. */
export async function poll<Answer extends object>(
  { retryAfter }: AcmeSession,
  clock: Clock,
  request: () => Promise<Answer>,
  isStillPending: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = clock.now() + TIMEOUT_MS;
  let delay = SECOND / 4;
  let lost = 0;
  for (;;) {
    const answer = await request().catch((error: unknown) => {
      if (isFinal(error) || ++lost > MAX_LOST_ANSWERS) throw error;
      return undefined;
    });
    if (answer !== undefined && !isStillPending(answer)) return answer;
    const next = Math.max((answer && retryAfter(answer)) ?? 0, clock.now() + delay);
    if (next > deadline) throw new Error("the authority did not answer within five minutes");
    await clock.sleep(next - clock.now());
    delay = Math.min(delay * 2, MAX_DELAY_MS);
  }
}

const isFinal = (error: unknown): boolean => error instanceof AcmeError && error.status < 500;
