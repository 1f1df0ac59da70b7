/** The elements that a test client has received, in order, and the waiters for them. */
import type { Element } from "ltx";

export type Predicate = (element: Element) => boolean;

interface Waiting {
  readonly predicate: Predicate;
  readonly resolve: (element: Element) => void;
  readonly reject: (error: Error) => void;
}

export class Inbox {
  /** All received elements, taken ones included. */
  readonly all: Element[] = [];
  #untaken: Element[] = [];
  #waiting: Waiting[] = [];
  #failure: Error | undefined;

  put(element: Element): void {
    this.all.push(element);
    const waiting = this.#waiting.find(({ predicate }) => predicate(element));
    if (!waiting) {
      this.#untaken.push(element);
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.resolve(element);
  }

  /** Takes the earliest element that satisfies the predicate. Rejects after `timeout` ms, or when the connection has ended. */
  take(predicate: Predicate, timeout: number): Promise<Element> {
    const index = this.#untaken.findIndex(predicate);
    const there = this.#untaken[index];
    if (there) {
      this.#untaken.splice(index, 1);
      return Promise.resolve(there);
    }
    if (this.#failure) return Promise.reject(this.#failure);
    const { promise, resolve, reject } = Promise.withResolvers<Element>();
    const waiting: Waiting = { predicate, resolve, reject };
    this.#waiting.push(waiting);
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      const rest = this.#untaken.join(" ") || "nothing";
      reject(new Error(`no matching element within ${timeout} ms; received and not taken: ${rest}`));
    }, timeout);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Elements not yet taken, oldest first. */
  waiting(): readonly Element[] {
    return this.#untaken;
  }

  /** Drops all elements not yet taken. */
  forget(): void {
    this.#untaken = [];
  }

  /** No more elements arrive: rejects pending and later takes. */
  fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting = [];
  }
}
