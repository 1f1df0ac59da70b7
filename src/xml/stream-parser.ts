/** RFC 6120 §11: parses the restricted XML of a stream, in chunks of any size, into elements. */
import type { Element } from "ltx";
import { CharacterReader } from "./characters.ts";
import { MAX_HEADER_BYTES, type XmlLimits } from "./limits.ts";
import { Tokenizer } from "./tokenizer.ts";
import { type StreamParserHandler, TreeBuilder, type TreeKind } from "./tree-builder.ts";

/** A stream of a connection, or the <body/> of one request (XEP-0124 §6). */
export type RootKind = Extract<TreeKind, "stream" | "body">;

/** The state of one stream; the next stream of the connection begins with a new one. An object for each of them, and no more. */
class ParserState implements StreamParserHandler {
  readonly characters = new CharacterReader();
  readonly tokenizer: Tokenizer;
  readonly tree: TreeBuilder;
  readonly #handler: StreamParserHandler;
  readonly #kind: RootKind;

  constructor(handler: StreamParserHandler, limits: XmlLimits, kind: RootKind) {
    this.#handler = handler;
    this.#kind = kind;
    this.tree = new TreeBuilder(this, limits, kind);
    this.tokenizer = new Tokenizer(this.tree, Math.min(limits.stanzaBytes, MAX_HEADER_BYTES));
  }

  open(header: Element): void {
    this.tokenizer.limit = this.tree.limits.stanzaBytes;
    this.#handler.open(header);
  }

  element(child: Element): void {
    this.#handler.element(child);
  }

  close(): void {
    // What follows on a connection is no part of the stream; a <body/> is alone in its request.
    if (this.#kind === "stream") this.tokenizer.stop();
    this.#handler.close();
  }
}

/** Parses the streams of one connection, one after the other. */
export class StreamParser {
  readonly #handler: StreamParserHandler;
  #limits: XmlLimits;
  readonly #kind: RootKind;
  #state: ParserState;
  #isStopped = false;

  constructor(handler: StreamParserHandler, limits: XmlLimits, kind: RootKind = "stream") {
    this.#handler = handler;
    this.#limits = limits;
    this.#kind = kind;
    this.#state = new ParserState(handler, limits, kind);
  }

  /**
   * Parses a chunk and calls the handler for what is complete. Ignores it when stopped or when the stream is closed.
   * Throws StreamError: bad-format (not UTF-8, text between stanzas), not-well-formed, restricted-xml (§11.1),
   * unsupported-encoding, policy-violation (a limit). Is stopped afterwards, as also when the handler throws.
   */
  write(bytes: Uint8Array): void {
    const { characters, tokenizer } = this.#state;
    this.#read(() => tokenizer.read(characters.read(bytes), characters.isAscii));
  }

  /** To be called from within the handler: what follows the current element waits for `resume`. */
  pause(): void {
    this.#state.tokenizer.pause();
  }

  /** True if a part of the last chunk waits: `resume` comes before the next chunk. */
  get hasRest(): boolean {
    return this.#state.tokenizer.hasRest;
  }

  /** Parses what waits of the last chunk. Throws as `write` does. */
  resume(): void {
    const { tokenizer } = this.#state;
    this.#read(() => tokenizer.resume());
  }

  #read(work: () => void): void {
    const { characters, tokenizer } = this.#state;
    if (this.#isStopped || tokenizer.isStopped) return;
    try {
      work();
      if (characters.failure && !tokenizer.hasRest && !tokenizer.isStopped) throw characters.failure;
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** Applies from now on, also to an element that has begun. */
  setLimits(limits: XmlLimits): void {
    this.#limits = limits;
    const { tree, tokenizer } = this.#state;
    tree.limits = limits;
    if (tree.hasRoot) tokenizer.limit = limits.stanzaBytes;
  }

  /** A new stream follows (§4.3.3). The rest of the current chunk and any unfinished element are dropped. */
  reset(): void {
    this.#state.tokenizer.stop();
    this.#state = new ParserState(this.#handler, this.#limits, this.#kind);
  }

  /** No more callbacks; all input is ignored. */
  stop(): void {
    this.#isStopped = true;
    this.#state.tokenizer.stop();
  }
}
