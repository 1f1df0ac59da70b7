/** An import in the wizard: with what it has come to, and an end where the person stops. */
import { Leave } from "../prompts.ts";
import { given, SetupError, type StepContext } from "../step.ts";
import type { BringRequest, Brought } from "./server.ts";

/** As `jabber-home import` ends where a source cannot be read. */
const EX_FAILED = 1;

/**
 * Resolves with what has come along, or would. Rejects with Leave where the person stops, once the portion at hand is stored, and
 * with SetupError where it fails.
 */
export async function bring(
  request: Pick<BringRequest, "path" | "isTrial">,
  { answers, prompts, environment, messages: { move } }: StepContext,
): Promise<Brought> {
  const controller = new AbortController();
  let [done, total]: [number, number | undefined] = [0, undefined];
  const onProgress: BringRequest["onProgress"] = (...now) => {
    [done, total] = now;
  };
  const work = environment.former.bring({
    ...request,
    domain: given(answers, "domain"),
    onProgress,
    signal: controller.signal,
  });
  const message = (): string =>
    total !== undefined && total > 0 ? move.bringing(Math.floor((done / total) * 100)) : move.reading(done);
  try {
    return await prompts.waitFor({ message, whenLong: request.isTrial ? move.trialLong : move.bringLong }, () => work);
  } catch (error) {
    if (error instanceof Leave || !(error instanceof Error)) throw error;
    throw new SetupError(error.message, EX_FAILED);
  } finally {
    controller.abort();
    await work.catch(() => undefined);
  }
}
