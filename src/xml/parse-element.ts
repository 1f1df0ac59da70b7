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
export const parseElement = (text: string): Element => parseWith(text, OWN, "stored");

/** The element in a client's WebSocket frame (RFC 7395 §3.3), by the rules for a child of a stream's root. Throws StreamError likewise. */
export const parseFrame = (text: string, limits: XmlLimits): Element => parseWith(text, limits, "frame");

function parseWith(text: string, limits: XmlLimits, kind: "frame" | "stored"): Element {
  const found: Element[] = [];
  const handler = { open: ignore, close: ignore, element: (element: Element) => void found.push(element) };
  const characters = new CharacterReader();
  const tree = new TreeBuilder(handler, limits, kind);
  const tokenizer = new Tokenizer(tree, limits.stanzaBytes);
  tokenizer.read(characters.readText(text), Buffer.byteLength(text) === text.length);
  if (characters.failure) throw characters.failure;
  const [element] = found;
  if (!element || !tokenizer.isIdle) throw new StreamError("not-well-formed", "an element is not closed");
  return element;
}
