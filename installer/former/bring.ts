/** An import in the wizard: with what it has come to, and an end where the person stops. */
import { given, type StepContext } from "../step.ts";
import type { BringRequest, Brought } from "./server.ts";

/**
 * Resolves with what has come along, or would. Rejects with Leave where the person stops, once the portion at hand is stored, and
 * with an Error whose message is for the person.
 */
export async function bring(
  request: Pick<BringRequest, "path" | "isTrial">,
  { answers, prompts, environment, messages: { move } }: StepContext,
): Promise<Brought> {
  const { signal, abort } = abortable();
  let [done, total]: [number, number | undefined] = [0, undefined];
  const onProgress: BringRequest["onProgress"] = (...now) => {
    [done, total] = now;
  };
  const work = environment.former.bring({ ...request, domain: given(answers, "domain"), onProgress, signal });
  const message = (): string =>
    total !== undefined && total > 0 ? move.bringing(Math.floor((done / total) * 100)) : move.reading(done);
  try {
    return await prompts.waitFor({ message, whenLong: request.isTrial ? move.trialLong : move.bringLong }, () => work);
  } finally {
    abort();
    await work.catch(() => undefined);
  }
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
