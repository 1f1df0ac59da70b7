/** Parses a text that is one element: from the store, or from a WebSocket frame (RFC 7395 §3.3). */
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
 * The element that `text` consists of, by the same rules as a child of a stream's root. Throws StreamError likewise;
 * not-well-formed also where there is less or more than one element.
 */
export function parseElement(text: string, limits: XmlLimits = OWN): Element {
  const found: Element[] = [];
  const handler = { open: ignore, close: ignore, element: (element: Element) => void found.push(element) };
  const characters = new CharacterReader();
  const tree = new TreeBuilder(handler, limits, true);
  const tokenizer = new Tokenizer(tree, limits.stanzaBytes);
  tokenizer.read(characters.readText(text), false);
  if (characters.failure) throw characters.failure;
  const [element] = found;
  if (!element || !tokenizer.isIdle) throw new StreamError("not-well-formed", "an element is not closed");
  return element;
}
