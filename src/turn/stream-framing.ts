/** RFC 8656 §3.1, RFC 8489 §6.2.2: messages on a TCP connection follow each other; ChannelData is padded to four bytes. */

export interface StreamReader {
  /** False where the bytes are neither STUN nor ChannelData: the connection is to be closed. */
  data(bytes: Uint8Array): boolean;
}

/** Of one message, before they are made one: each takes more memory than its bytes. */
const MAX_PIECES = 64;

/** The length of the message that begins with these four bytes, padding included; undefined where none does. */
function lengthOf(head: Buffer): number | undefined {
  const length = head.readUInt16BE(2);
  const kind = (head[0] ?? 0) >> 6;
  if (kind === 0) return length % 4 === 0 ? 20 + length : undefined;
  return kind === 1 ? 4 + ((length + 3) & ~3) : undefined;
}

/** Calls `message` with each message, the padding of ChannelData included. At most one incomplete message is kept (65,555 bytes). */
export function streamReader(message: (bytes: Buffer) => void): StreamReader {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  /** What has to be there before it is looked at again. */
  let needed = 4;
  return {
    data: (bytes) => {
      kept.push(bytes);
      keptBytes += bytes.length;
      if (keptBytes < needed) {
        if (kept.length >= MAX_PIECES) kept = [Buffer.concat(kept, keptBytes)];
        return true;
      }
      let rest = Buffer.concat(kept, keptBytes);
      needed = 4;
      while (rest.length >= 4) {
        const length = lengthOf(rest);
        if (length === undefined) return false;
        needed = length;
        if (rest.length < length) break;
        message(rest.subarray(0, length));
        rest = rest.subarray(length);
        needed = 4;
      }
      kept = [rest];
      keptBytes = rest.length;
      return true;
    },
  };
}
