/** XEP-0198 §4: when a client is asked by <r/> how much it has handled. */
import type { OwnedStream } from "../stream/owned-stream.ts";
import { acknowledgementRequest } from "../stream/stream-management.ts";

/** An <r/> that was not answered is repeated once so many stanzas wait for an <a/>, and each time as many more do. */
const REPEAT_EVERY = 100;

export interface AskedSession {
  readonly stream: OwnedStream | undefined;
  /** Undefined until the client has enabled XEP-0198. */
  readonly management: { readonly count: number } | undefined;
}

export class AcknowledgementRequests {
  readonly #session: AskedSession;
  #isSent = false;
  #isPlanned = false;

  constructor(session: AskedSession) {
    this.#session = session;
  }

  /** The session has another stream, over which nothing was asked. */
  restart(): void {
    this.#isSent = false;
  }

  /** A stanza was sent. */
  sent(): void {
    if ((this.#session.management?.count ?? 0) % REPEAT_EVERY === 0) this.repeat();
    else this.send();
  }

  /** Sends <r/> where something is unacknowledged and the client has answered the last one. */
  send(): void {
    if (this.#isSent || !this.#session.stream || !this.#session.management?.count) return;
    this.#isSent = true;
    // One <r/> for all that this tick delivers and receives.
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      this.#session.stream?.send(acknowledgementRequest());
    });
  }

  /** Sends <r/> where something is unacknowledged, whether or not the last one was answered. */
  repeat(): void {
    this.#isSent = false;
    this.send();
  }
}
