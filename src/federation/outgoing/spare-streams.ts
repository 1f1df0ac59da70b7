/** Streams that the other server has opened (XEP-0288), and that carry nothing of the route yet. */
import type { BidiStream } from "../bidi-stream.ts";
import type { BidiTransport } from "./transport.ts";

/** Attempts to resume a stream of ours while the other server is connected to this one, before one of these is used instead. */
const ATTEMPTS = 2;

/** After a failed attempt to resume: another one at once, or after a pause; or one of these is used. */
export type AfterFailure = "now" | "later" | "use";

const isConnected = ({ stream }: BidiTransport): boolean => stream.isDetached !== true;

export class SpareStreams {
  #all: readonly BidiTransport[] = [];
  /** Attempts that began while the other server was connected to this one, since something was last attached. */
  #attempts = 0;

  get all(): readonly BidiTransport[] {
    return this.#all;
  }

  add(spare: BidiTransport): void {
    this.#all = [...this.#all, spare];
  }

  remove(stream: BidiStream): void {
    this.#all = this.#all.filter((spare) => spare.stream !== stream);
  }

  /** Removes and returns one, if there is any: with a connection where possible, since another may never be resumed. */
  take(): BidiTransport | undefined {
    const spare = this.#all.find(isConnected) ?? this.#all[0];
    this.#all = this.#all.filter((other) => other !== spare);
    return spare;
  }

  attemptBegins(): void {
    if (this.#all.some(isConnected)) this.#attempts += 1;
  }

  attached(): void {
    this.#attempts = 0;
  }

  /**
   * One without a connection does not replace a stream that can be resumed: that would tell what has arrived. `isFinal`: no other
   * attempt would succeed.
   */
  afterFailure(isFinal: boolean): AfterFailure {
    if (!this.#all.some(isConnected)) return "later";
    if (isFinal) return "use";
    if (this.#attempts === 0) return "now";
    return this.#attempts < ATTEMPTS ? "later" : "use";
  }
}
