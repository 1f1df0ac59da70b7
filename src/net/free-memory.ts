/** Frees the memory of bytes that have been read, at once: the garbage collector would let tens of megabytes gather. */

/** Smaller ones cost more to free than they weigh. */
const MIN_BYTES = 2048;

/** Nobody else may have them: they are empty afterwards. Does nothing to a part of a larger buffer. */
export function freeMemory(bytes: Uint8Array): void {
  const { byteLength } = bytes;
  if (byteLength < MIN_BYTES) return;
  // Only now: the first look at it makes an object, which costs more than all the rest.
  const { buffer } = bytes;
  // Detached from its memory, which goes to a new owner of no size.
  if (byteLength === buffer.byteLength) (buffer as ArrayBuffer).transfer(0);
}
