/** How much of a stream is held at once. */

export interface XmlLimits {
  /** Bytes of one child of the stream's root, as it was written. */
  readonly stanzaBytes: number;
  /** The same as it is kept (see weight.ts): its elements, its attributes, and its printed form with all declarations. */
  readonly weight: number;
  /** Levels of elements below the stream's root: a stanza alone is one. */
  readonly depth: number;
  /** Attributes of one element, declarations of namespaces among them. */
  readonly attributes: number;
}

/** A text of a stanza's full length, every character of it escaped, is about as heavy; so is one of 80 bytes an element. */
const WEIGHT_PER_BYTE = 4;

/** What holds for stanzas of at most so many bytes. */
export const limitsFor = (stanzaBytes: number): XmlLimits => ({
  stanzaBytes,
  weight: stanzaBytes * WEIGHT_PER_BYTE,
  depth: 100,
  attributes: 100,
});

/** Bytes of the root's own start tag, whatever a stanza may have: it holds four addresses of 1 kB, and a few words. */
export const MAX_HEADER_BYTES = 8192;

/** Bytes of all that the root declares: each stanza carries along what it uses of that. */
export const MAX_DECLARED_BYTES = 1024;
