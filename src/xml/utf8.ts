/** RFC 6120 §11.6: decodes UTF-8 strictly, also where a character is split between two chunks. */

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NOTHING = new Uint8Array(0);

/** How many bytes a character has, by its first byte; 0 where that cannot be a first byte (RFC 3629 §4). */
function lengthByLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** RFC 3629 §4: the range of the second byte excludes overlong forms, surrogates and code points beyond U+10FFFF. */
function mayBeSecond(lead: number, second: number): boolean {
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return low <= second && second <= high;
}

/** The length of the character at `at`; "cut" if the bytes end within it, "bad" if it is not UTF-8. */
function characterAt(bytes: Uint8Array, at: number): number | "cut" | "bad" {
  const lead = bytes[at] ?? 0;
  const length = lengthByLead(lead);
  if (length === 0) return "bad";
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return "cut";
    if (i === 1 ? !mayBeSecond(lead, byte) : byte >> 6 !== 0b10) return "bad";
  }
  return length;
}

/** Where the first character that is cut or bad begins; the length of `bytes` if there is none. */
function wholeCharacters(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const character = characterAt(bytes, at);
    if (typeof character === "string") return at;
    at += character;
  }
  return at;
}

/** Where the last character begins if it is cut, otherwise the length of `bytes`. Looks at three bytes at most. */
function lastCharacter(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return characterAt(bytes, at) === "cut" ? at : bytes.length;
  }
  return bytes.length;
}

/** Decodes the chunks of one stream. */
export class Utf8Decoder {
  #cut = NOTHING;
  /** True once the input was not UTF-8. What was decoded before that is valid. */
  hasFailed = false;
  /** True if the last chunk was ASCII, so that characters count as bytes. */
  isAscii = false;

  /** The text up to the last whole character, or up to the first byte that is not UTF-8. */
  decode(chunk: Uint8Array): string {
    const bytes = this.#cut.length === 0 ? chunk : Buffer.concat([this.#cut, chunk]);
    const whole = lastCharacter(bytes);
    this.#cut = whole === bytes.length ? NOTHING : bytes.slice(whole);
    const head = whole === bytes.length ? bytes : bytes.subarray(0, whole);
    try {
      const text = decoder.decode(head);
      this.isAscii = text.length === chunk.length && head === chunk;
      return text;
    } catch {
      this.hasFailed = true;
      this.isAscii = false;
      return decoder.decode(head.subarray(0, wholeCharacters(head)));
    }
  }
}
