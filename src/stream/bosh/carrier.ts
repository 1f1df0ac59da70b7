/** The HTTP request that a response of a BOSH session is given to. */

export class Carrier {
  readonly #resolve: (text: string) => void;
  readonly #signal: AbortSignal;
  /** The <body/> that it is answered with. */
  readonly answered: Promise<string>;

  /** `signal` aborts when the client's connection is gone. */
  constructor(signal: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.answered = promise;
    this.#resolve = resolve;
    this.#signal = signal;
  }

  /** The client's connection is gone: nobody reads a response. */
  get isGone(): boolean {
    return this.#signal.aborted;
  }

  whenGone(callback: () => void): void {
    this.#signal.addEventListener("abort", callback, { once: true });
  }

  /** Answers with this <body/>. Returns false where nobody reads it. */
  answer(body: string): boolean {
    this.#resolve(body);
    return !this.isGone;
  }
}
