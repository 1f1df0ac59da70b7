/** XEP-0124 §14: the requests of a session by their rid: those that come early, those that wait, and the responses to the others. */

/** How often in a row requests may be repeated, before a new one comes (§14.3). */
const MAX_REPEATS = 20;

export type Arrival<Request, Response> =
  /** `due`: those that are in order now, oldest first: none while one before this one is missing. */
  | { readonly kind: "new"; readonly due: readonly Request[] }
  /** It is `former`, the same request, which has not been answered and keeps its place. */
  | { readonly kind: "repeated"; readonly former: Request }
  /** It was answered before. */
  | { readonly kind: "answered"; readonly response: Response }
  /** Its rid is too high, or so low that its response is no longer known. */
  | { readonly kind: "unknown" }
  /** It is repeated too often. */
  | { readonly kind: "excessive" };

export class RequestWindow<Request, Response> {
  readonly #size: number;
  /** The highest rid of those that are in order. */
  #last: number;
  readonly #early = new Map<number, Request>();
  /** In order. */
  readonly #waiting = new Map<number, Request>();
  /** In order. */
  readonly #answered = new Map<number, Response>();
  #repeats = 0;

  /** `rid` and `request` are those that created the session; `size` is how many may be made at once. */
  constructor(rid: number, request: Request, size: number) {
    this.#last = rid;
    this.#size = size;
    this.#waiting.set(rid, request);
  }

  /** The highest rid that was received after all those before it. */
  get last(): number {
    return this.#last;
  }

  /** The oldest that is in order and waits for its response; undefined where none does. */
  get oldest(): Request | undefined {
    return this.#waiting.values().next().value;
  }

  /** Those that are in order and wait for their response, oldest first. */
  waiting(): MapIterator<Request> {
    return this.#waiting.values();
  }

  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** Those that wait for one before them. */
  early(): MapIterator<Request> {
    return this.#early.values();
  }

  /** Responses that are kept, oldest first. */
  answered(): MapIterator<Response> {
    return this.#answered.values();
  }

  receive(rid: number, request: Request): Arrival<Request, Response> {
    const response = this.#answered.get(rid);
    const former = this.#waiting.get(rid) ?? this.#early.get(rid);
    if (response !== undefined || former !== undefined) {
      this.#repeats += 1;
      if (this.#repeats > MAX_REPEATS) return { kind: "excessive" };
    }
    if (response !== undefined) return { kind: "answered", response };
    if (former !== undefined) return { kind: "repeated", former };
    if (rid <= this.#last || rid > this.#last + this.#size) return { kind: "unknown" };
    this.#early.set(rid, request);
    return { kind: "new", due: this.#takeDue() };
  }

  /** The oldest that waits has been given this response. */
  answer(response: Response): void {
    const rid = this.#waiting.keys().next().value;
    if (rid === undefined) throw new Error("no request waits for a response");
    this.#waiting.delete(rid);
    this.#answered.set(rid, response);
    // §14.3: no more can be missing than the client may make at once, and one to pause or to terminate.
    for (const each of this.#answered.keys()) {
      if (this.#answered.size <= this.#size + 1) break;
      this.#answered.delete(each);
    }
  }

  /** The response to `rid`, where it is kept. */
  responseTo(rid: number): Response | undefined {
    return this.#answered.get(rid);
  }

  /** §9.2: the client has received the responses up to that to `rid`. */
  confirm(rid: number): void {
    for (const each of this.#answered.keys()) if (each <= rid) this.#answered.delete(each);
  }

  #takeDue(): readonly Request[] {
    const due: Request[] = [];
    for (;;) {
      const rid = this.#last + 1;
      const request = this.#early.get(rid);
      if (request === undefined) break;
      this.#early.delete(rid);
      this.#waiting.set(rid, request);
      this.#last = rid;
      due.push(request);
    }
    if (due.length > 0) this.#repeats = 0;
    return due;
  }
}
