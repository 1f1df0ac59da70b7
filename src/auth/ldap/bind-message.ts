/** RFC 4511 §4.2: the messages of a simple bind, in BER (X.690). */

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const ENUMERATED = 0x0a;
/** [APPLICATION 0], [APPLICATION 1], [0]. */
const BIND_REQUEST = 0x60;
const BIND_RESPONSE = 0x61;
const SIMPLE = 0x80;
const LDAP_VERSION = 3;
const MESSAGE_ID = 1;

/** §4.3: an UnbindRequest, which has no answer. */
export const UNBIND = Uint8Array.from([SEQUENCE, 5, INTEGER, 1, MESSAGE_ID + 1, 0x42, 0]);

/** X.690 §8.1.3: its length in one, two or three bytes. */
function tagged(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from([tag, ...size]), content]);
}

/** `name` is a distinguished name (RFC 4514); it and the password are 30,000 bytes at the most. */
export function bindRequest(name: string, password: Uint8Array): Uint8Array {
  const version = tagged(INTEGER, Uint8Array.from([LDAP_VERSION]));
  const fields = [version, tagged(OCTET_STRING, Buffer.from(name)), tagged(SIMPLE, password)];
  return tagged(SEQUENCE, tagged(INTEGER, Uint8Array.from([MESSAGE_ID])), tagged(BIND_REQUEST, ...fields));
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

/** Undefined where bytes are missing. Throws where it is no element. */
function elementAt(bytes: Uint8Array, at: number): Element | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || more > 4) throw new Error("it has answered with a length that is none");
  const start = at + 2 + more;
  if (bytes.length < start) return undefined;
  const end = start + (more === 0 ? first : Buffer.from(bytes).readUIntBE(at + 2, more));
  return bytes.length < end ? undefined : { tag, content: bytes.subarray(start, end), end };
}

/** §4.1.9: the resultCode of a BindResponse; undefined while it is not there as a whole. Throws where it is something else. */
export function resultCodeIn(bytes: Uint8Array): number | undefined {
  const message = elementAt(bytes, 0);
  const id = message && elementAt(message.content, 0);
  const response = id && elementAt(message.content, id.end);
  const code = response && elementAt(response.content, 0);
  if (message === undefined) return undefined;
  const tags = [message.tag, id?.tag, response?.tag, code?.tag];
  if (tags.join() !== [SEQUENCE, INTEGER, BIND_RESPONSE, ENUMERATED].join() || code?.content.length !== 1)
    throw new Error("it has answered something else than whether the password is right");
  return code.content[0];
}
