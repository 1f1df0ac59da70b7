/** The send buffer of a socket: small sends become one write, and what the kernel does not accept is kept in order. */

/** Writes; returns how many bytes were accepted. */
export type Write = (data: string | Uint8Array) => number;

export class SendBuffer {
  /** In order; adjacent strings are joined. */
  readonly #chunks: (string | Uint8Array)[] = [];
  #bytes = 0;

  /** Bytes in the buffer. */
  get bytes(): number {
    return this.#bytes;
  }

  add(data: string | Uint8Array): void {
    this.#bytes += typeof data === "string" ? Buffer.byteLength(data) : data.length;
    const last = this.#chunks.length - 1;
    const before = this.#chunks[last];
    if (typeof data === "string" && typeof before === "string") this.#chunks[last] = before + data;
    else this.#chunks.push(data);
  }

  /** Writes all; returns true when the buffer is empty, false when `write` accepted less than it was given. */
  flush(write: Write): boolean {
    for (let data = this.#chunks[0]; data !== undefined; data = this.#chunks[0]) {
      const size = typeof data === "string" ? Buffer.byteLength(data) : data.length;
      const accepted = Math.max(0, write(data));
      this.#bytes -= accepted;
      if (accepted < size) {
        if (accepted > 0) this.#chunks[0] = (typeof data === "string" ? Buffer.from(data) : data).subarray(accepted);
        return false;
      }
      this.#chunks.shift();
    }
    return true;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#bytes = 0;
  }
}
