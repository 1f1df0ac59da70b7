/** How much of a stream is held in memory at once. */

export interface XmlLimits {
  /** Bytes of one child of the stream's root, as received. */
  readonly stanzaBytes: number;
  /** Its weight in memory (see weight.ts): elements, attributes, and the printed form with all declarations. */
  readonly weight: number;
  /** Levels of elements below the stream's root: a stanza without children is one. */
  readonly depth: number;
  /** Attributes of one element, namespace declarations included. */
  readonly attributes: number;
}

/** About the weight of a stanza that is one text with each character escaped, or that has an element every 80 bytes. */
const WEIGHT_PER_BYTE = 4;

/** The limits for stanzas of at most so many bytes. */
export const limitsFor = (stanzaBytes: number): XmlLimits => ({
  stanzaBytes,
  weight: stanzaBytes * WEIGHT_PER_BYTE,
  depth: 100,
  attributes: 100,
});

/** Bytes of the root's start tag, independent of the limit for stanzas: four addresses of 1 kB and a few words. */
export const MAX_HEADER_BYTES = 8192;

/** Bytes of the root's namespace declarations: each stanza is given those that it uses. */
export const MAX_DECLARED_BYTES = 1024;
