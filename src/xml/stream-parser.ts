/** RFC 6120 §11: the restricted XML of a stream, byte by byte if need be, as elements. */
import type { Element } from "ltx";
import { CharacterReader } from "./characters.ts";
import { MAX_HEADER_BYTES, type XmlLimits } from "./limits.ts";
import { Tokenizer } from "./tokenizer.ts";
import { type StreamParserHandler, TreeBuilder } from "./tree-builder.ts";

export type { XmlLimits } from "./limits.ts";
export type { StreamParserHandler } from "./tree-builder.ts";

/** What is known of one stream; the next begins with another. */
interface Reading {
  readonly characters: CharacterReader;
  readonly tokenizer: Tokenizer;
  readonly tree: TreeBuilder;
}

function newReading(handler: StreamParserHandler, limits: XmlLimits): Reading {
  const close = (): void => {
    tokenizer.stop();
    handler.close();
  };
  const open = (header: Element): void => {
    tokenizer.limit = tree.limits.stanzaBytes;
    handler.open(header);
  };
  const element = (child: Element): void => handler.element(child);
  const tree = new TreeBuilder({ open, element, close }, limits, false);
  const tokenizer = new Tokenizer(tree, Math.min(limits.stanzaBytes, MAX_HEADER_BYTES));
  return { characters: new CharacterReader(), tokenizer, tree };
}

/** The streams of one connection, one after the other. */
export class StreamParser {
  readonly #handler: StreamParserHandler;
  #limits: XmlLimits;
  #reading: Reading;
  #isStopped = false;

  constructor(handler: StreamParserHandler, limits: XmlLimits) {
    this.#handler = handler;
    this.#limits = limits;
    this.#reading = newReading(handler, limits);
  }

  /**
   * Reads a chunk and calls the handler for what is complete. Ignores it when stopped or when the stream is closed.
   * Throws StreamError: bad-format (not UTF-8, text between stanzas), not-well-formed, restricted-xml (§11.1),
   * unsupported-encoding, policy-violation (a limit). Stopped then, and also when the handler throws.
   */
  write(bytes: Uint8Array): void {
    const { characters, tokenizer } = this.#reading;
    this.#read(() => tokenizer.read(characters.read(bytes), characters.isAscii));
  }

  /** To be called from within the handler: what follows the element at hand waits for `goOn`. */
  pause(): void {
    this.#reading.tokenizer.pause();
  }

  /** True if a part of the last chunk waits: `goOn` comes before the next chunk. */
  get hasRest(): boolean {
    return this.#reading.tokenizer.hasRest;
  }

  /** Reads what waits of the last chunk. Throws as `write` does. */
  goOn(): void {
    const { tokenizer } = this.#reading;
    this.#read(() => tokenizer.goOn());
  }

  #read(work: () => void): void {
    const { characters, tokenizer } = this.#reading;
    if (this.#isStopped || tokenizer.isStopped) return;
    try {
      work();
      if (characters.failure && !tokenizer.hasRest && !tokenizer.isStopped) throw characters.failure;
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** From now on; an element that has begun is measured by them too. */
  setLimits(limits: XmlLimits): void {
    this.#limits = limits;
    const { tree, tokenizer } = this.#reading;
    tree.limits = limits;
    if (tree.hasRoot) tokenizer.limit = limits.stanzaBytes;
  }

  /** A new stream follows (§4.3.3). What is left of the chunk being read, or of an unfinished one, is dropped. */
  reset(): void {
    this.#reading.tokenizer.stop();
    this.#reading = newReading(this.#handler, this.#limits);
  }

  /** No more callbacks; all input is ignored. */
  stop(): void {
    this.#isStopped = true;
    this.#reading.tokenizer.stop();
  }
}
