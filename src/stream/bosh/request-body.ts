/** XEP-0124 §6: one <body/>, as it arrives: first its start tag, which says whose it is, then, when it is its turn, its payloads. */
import type { Element } from "ltx";
import { StreamError } from "../../stream-error.ts";
import { limitsFor, MAX_HEADER_BYTES, type XmlLimits } from "../../xml/limits.ts";
import { StreamParser } from "../../xml/stream-parser.ts";

/** Bytes that are parsed at once; in between, other owners may have their turn. */
const SLICE = 16_384;

export class RequestBody {
  readonly #parser: StreamParser;
  /** Received and not parsed yet, oldest first. */
  #unread: Uint8Array[] = [];
  #header: Element | undefined;
  #isClosed = false;
  #bytes = 0;
  #take: (payload: Element) => void = () => {};

  constructor() {
    const open = (header: Element): void => {
      this.#header = header;
      this.#parser.pause();
    };
    const element = (payload: Element): void => this.#take(payload);
    const close = (): void => {
      this.#isClosed = true;
    };
    this.#parser = new StreamParser({ open, element, close }, limitsFor(MAX_HEADER_BYTES), "body");
  }

  /** What has been received. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The <body/> without its payloads; undefined until its start tag has been received. */
  get header(): Element | undefined {
    return this.#header;
  }

  /** Throws StreamError where what comes before the payloads is no start tag of restricted XML (RFC 6120 §11.1). */
  receive(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#receive(bytes);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#header) {
      this.#unread.push(bytes);
      return;
    }
    this.#parser.write(bytes.subarray(0, SLICE));
    if (bytes.length > SLICE) this.#receive(bytes.subarray(SLICE));
  }

  /**
   * To be called when all has been received: hands over payloads until `shouldStop`. Returns whether it is read to its end.
   * Throws StreamError.
   */
  read(limits: XmlLimits, take: (payload: Element) => void, shouldStop: () => boolean): boolean {
    this.#parser.setLimits(limits);
    this.#take = (payload) => {
      take(payload);
      if (shouldStop()) this.#parser.pause();
    };
    while (this.#parser.hasRest || this.#unread.length > 0) {
      if (this.#parser.hasRest) this.#parser.resume();
      else this.#parser.write(this.#nextSlice());
      if (shouldStop()) return !this.#parser.hasRest && this.#unread.length === 0 && this.#end();
    }
    return this.#end();
  }

  /** What has not been read is dropped. */
  drop(): void {
    this.#unread = [];
    this.#parser.stop();
    this.#isClosed = true;
  }

  #end(): true {
    if (!this.#isClosed) throw new StreamError("not-well-formed", "a body is not closed");
    return true;
  }

  #nextSlice(): Uint8Array {
    const bytes = this.#unread.shift() ?? new Uint8Array();
    if (bytes.length > SLICE) this.#unread.unshift(bytes.subarray(SLICE));
    return bytes.subarray(0, SLICE);
  }
}
