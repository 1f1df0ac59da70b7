/** Parses a text that is one element: what this server has printed, or a WebSocket frame (RFC 7395 §3.3). */
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { CharacterReader } from "./characters.ts";
import type { XmlLimits } from "./limits.ts";
import { Tokenizer } from "./tokenizer.ts";
import { TreeBuilder } from "./tree-builder.ts";

/** For what this server has printed itself. */
const { POSITIVE_INFINITY } = Number;
const OWN: XmlLimits = { stanzaBytes: POSITIVE_INFINITY, weight: POSITIVE_INFINITY, depth: 1000, attributes: 1000 };

const ignore = (): void => undefined;

/**
 * The element that `print` has made of it: the same names, attributes, namespaces and children. Throws StreamError
 * not-well-formed for a text that is less or more than one element.
 */
export const parseElement = (text: string): Element => whole(new ElementParser(text, OWN, "stored", POSITIVE_INFINITY));

/** The same, of a text that others have printed, within limits. Throws StreamError likewise, and policy-violation. */
export const parseForeign = (text: string, limits: XmlLimits): Element =>
  whole(new ElementParser(text, limits, "stored", POSITIVE_INFINITY));

/** The element in a client's WebSocket frame (RFC 7395 §3.3), by the rules for a child of a stream's root. Throws StreamError likewise. */
export const parseFrame = (text: string, limits: XmlLimits): Element => whole(frameParser(text, limits));

/** The same in portions of a millisecond or two. */
export const frameParser = (text: string, limits: XmlLimits): ElementParser =>
  new ElementParser(text, limits, "frame", PORTION);

/** Characters that are parsed at once. */
const PORTION = 16_384;

function whole(parser: ElementParser): Element {
  for (;;) {
    const element = parser.next();
    if (element) return element;
  }
}

export class ElementParser {
  #rest: string;
  readonly #portion: number;
  readonly #characters = new CharacterReader();
  readonly #tokenizer: Tokenizer;
  #found: Element | undefined;

  constructor(text: string, limits: XmlLimits, kind: "frame" | "stored", portion: number) {
    const element = (found: Element): void => {
      this.#found = found;
    };
    this.#rest = text;
    this.#portion = portion;
    this.#tokenizer = new Tokenizer(
      new TreeBuilder({ open: ignore, close: ignore, element }, limits, kind),
      limits.stanzaBytes,
    );
  }

  /** Parses the next portion, and returns the element when that was the last one. Throws StreamError, as parseFrame does. */
  next(): Element | undefined {
    const text = this.#take();
    this.#tokenizer.read(this.#characters.readText(text), Buffer.byteLength(text) === text.length);
    if (this.#characters.failure) throw this.#characters.failure;
    if (this.#rest !== "") return undefined;
    if (!this.#found || !this.#tokenizer.isIdle) throw new StreamError("not-well-formed", "an element is not closed");
    return this.#found;
  }

  #take(): string {
    const rest = this.#rest;
    if (rest.length <= this.#portion) {
      this.#rest = "";
      return rest;
    }
    // Not between the halves of a character.
    const isHalf = (rest.charCodeAt(this.#portion - 1) & 0xfc00) === 0xd800;
    const end = isHalf ? this.#portion + 1 : this.#portion;
    this.#rest = rest.slice(end);
    return rest.slice(0, end);
  }
}
