/** A DNS query in bytes (RFC 1035 §4.1). */
import { randomBytes } from "node:crypto";

/** RFC 1035 §3.2.2, RFC 3596 §2.1, RFC 2782, RFC 8659 §4. */
const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, SRV: 33, CAA: 257 } as const;

export interface Question {
  readonly type: keyof typeof TYPES;
  /** In A-labels. */
  readonly name: string;
}

const MAX_LABEL_BYTES = 63;
const MAX_NAME_BYTES = 255;
/** RD, and one question. */
const HEADER = [0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0] as const;
const CLASS_IN = 1;

/** The query, with a random id. Of a name that is none in DNS, that of the root is asked for. */
export function queryOf({ type, name }: Question): Uint8Array {
  const labels = name.split(".").filter((label) => label !== "");
  const written = labels.flatMap((label) => [Buffer.byteLength(label), ...Buffer.from(label)]);
  const isName =
    written.length < MAX_NAME_BYTES && labels.every((label) => Buffer.byteLength(label) <= MAX_LABEL_BYTES);
  const number = TYPES[type];
  return Uint8Array.of(
    ...[...randomBytes(2), ...HEADER, ...(isName ? written : []), 0],
    ...[number >> 8, number & 0xff, 0, CLASS_IN],
  );
}
