/** What waits for a socket: small sends collected into one write, what the kernel did not take kept in order. */

/** Writes and returns how many bytes were taken. */
export type Write = (data: string | Uint8Array) => number;

export class SendBuffer {
  /** In order; neighbouring strings are one. */
  readonly #waiting: (string | Uint8Array)[] = [];
  #bytes = 0;

  /** How many bytes wait. */
  get bytes(): number {
    return this.#bytes;
  }

  add(data: string | Uint8Array): void {
    this.#bytes += typeof data === "string" ? Buffer.byteLength(data) : data.length;
    const last = this.#waiting.length - 1;
    const before = this.#waiting[last];
    if (typeof data === "string" && typeof before === "string") this.#waiting[last] = before + data;
    else this.#waiting.push(data);
  }

  /** Writes what waits; true when nothing is left, false when `write` took less than it was given. */
  flush(write: Write): boolean {
    for (let data = this.#waiting[0]; data !== undefined; data = this.#waiting[0]) {
      const size = typeof data === "string" ? Buffer.byteLength(data) : data.length;
      const taken = Math.max(0, write(data));
      this.#bytes -= taken;
      if (taken < size) {
        if (taken > 0) this.#waiting[0] = (typeof data === "string" ? Buffer.from(data) : data).subarray(taken);
        return false;
      }
      this.#waiting.shift();
    }
    return true;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.length = 0;
    this.#bytes = 0;
  }
}
