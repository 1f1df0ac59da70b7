/** Answers of the control socket that come step by step: a line of JSON each. */
import type { Failure } from "../failure.ts";

/** What a route returns to answer so. Resolves when all has been told; what it rejects with is told last. */
export type Telling = (tell: (step: unknown) => void) => Promise<void>;

/** One line: a step, or why there are no more. */
export type ControlLine = { readonly step: unknown } | { readonly failed: Omit<Failure, "bug"> };

export class ControlSteps {
  readonly #open = new Set<() => void>();

  /** Whoever asked may go away at any time: the rest is told to nobody. */
  answer(telling: Telling, failureOf: (error: unknown) => Omit<Failure, "bug">): Response {
    let leave = (): void => {};
    const lines = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const end = (): void => {
          if (this.#open.delete(end)) controller.close();
        };
        const write = (line: ControlLine): void => {
          if (this.#open.has(end)) controller.enqueue(Buffer.from(`${JSON.stringify(line)}\n`));
        };
        leave = () => void this.#open.delete(end);
        this.#open.add(end);
        const told = telling((step) => write({ step }));
        told.catch((error) => write({ failed: failureOf(error) })).then(end);
      },
      cancel: () => leave(),
    });
    return new Response(lines, { headers: { "Content-Type": "application/x-ndjson" } });
  }

  /** Nothing more is told, to nobody. */
  end(): void {
    for (const end of this.#open) end();
  }
}
