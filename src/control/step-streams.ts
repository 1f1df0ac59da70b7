/** Answers of the control socket that come step by step: a line of JSON each. */
import type { ControlFailure, ControlLine } from "./protocol.ts";

/**
 * What a route returns to answer step by step. Resolves after the last step; what it rejects with is sent last. `signal` is
 * aborted where nobody listens any more.
 */
export type Steps<Step = unknown> = (onStep: (step: Step) => void, signal: AbortSignal) => Promise<void>;

/** All answers that are under way. */
export class StepStreams {
  readonly #open = new Set<() => void>();

  /** The client may go away at any time: the other steps, where there are any, are then sent to nobody. */
  answer(steps: Steps, failureOf: (error: unknown) => ControlFailure): Response {
    const listening = new AbortController();
    let abandon = (): void => {};
    const lines = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const end = (): void => {
          if (this.#open.delete(end)) controller.close();
          listening.abort();
        };
        const write = (line: ControlLine): void => {
          if (this.#open.has(end)) controller.enqueue(Buffer.from(`${JSON.stringify(line)}\n`));
        };
        abandon = () => {
          this.#open.delete(end);
          listening.abort();
        };
        this.#open.add(end);
        steps((step) => write({ step }), listening.signal)
          .catch((error) => write({ failed: failureOf(error) }))
          .then(end);
      },
      cancel: () => abandon(),
    });
    return new Response(lines, { headers: { "Content-Type": "application/x-ndjson" } });
  }

  /** Ends all answers. */
  end(): void {
    for (const end of this.#open) end();
  }
}
