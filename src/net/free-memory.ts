/** Frees the memory of bytes that have been read, at once: the garbage collector would let tens of megabytes gather. */

/** Smaller ones cost more to free than they weigh. */
const MIN_BYTES = 2048;

/** Nobody else may have them: they are empty afterwards. Does nothing to a part of a larger buffer. */
export function freeMemory({ buffer, byteLength }: Uint8Array): void {
  if (byteLength < MIN_BYTES || byteLength < buffer.byteLength) return;
  // Detached from its memory, which goes to a new owner of no size.
  (buffer as ArrayBuffer).transfer(0);
}
