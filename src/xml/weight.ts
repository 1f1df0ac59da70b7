/** The weight of an element: its estimated size in memory. A thousand small elements take far more than their bytes. */
import type { Element } from "ltx";
import { isPrintedOnce, print, printText, printValue } from "./print.ts";
import { PrintedElement } from "./printed-element.ts";

/** Bytes of memory that an element and an attribute take in addition to their text. */
export const ELEMENT_WEIGHT = 256;
export const ATTRIBUTE_WEIGHT = 64;

/** Overheads of children from so many bytes on are cached for the elements that share them; those of children printed once, always. */
const HEAVY = 16_384;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/**
 * The weight of an element with its content, in bytes: its printed form and the overhead of its elements and attributes.
 * `bytes` is the length of its printed form, where that is known.
 */
export const weightOf = (element: Element, bytes = sizeOf(element)): number => bytes + overheadOf(element);

/** The length in bytes of an element's printed form, which is cached for what is printed once. */
export const sizeOf = (element: Element): number => bytesOf(print(element));

/** Both measures of a stanza. `sent` is how many bytes of it have just been sent; 0 where it was not sent. */
export function measure(stanza: Element, sent = 0): { readonly bytes: number; readonly weight: number } {
  const bytes = sent || sizeOf(stanza);
  return { bytes, weight: weightOf(stanza, bytes) };
}

/** By children that stanzas to many share. */
const knownRoughWeights = new WeakMap<Element["children"], number>();

/** About the same, without printing: counts characters instead of bytes. */
export function roughWeightOf(element: Element): number {
  const { attrs, children } = element;
  let weight = ELEMENT_WEIGHT;
  for (const name in attrs) weight += ATTRIBUTE_WEIGHT + String(attrs[name] ?? "").length;
  if (children.length === 0) return element instanceof PrintedElement ? weight + element.printed.length : weight;
  return weight + (knownRoughWeights.get(children) ?? roughWeightInside(children));
}

function roughWeightInside(children: Element["children"]): number {
  let weight = 0;
  // A number is a child, too.
  for (const child of children)
    weight += typeof child === "object" ? roughWeightOf(child as Element) : String(child).length;
  if (isPrintedOnce(children)) knownRoughWeights.set(children, weight);
  return weight;
}

/** The weight of one attribute as it is printed. */
export const attributeWeight = (name: string, value: string): number =>
  ATTRIBUTE_WEIGHT + bytesOf(name) + bytesOf(printValue(value)) + ' =""'.length;

/** The weight of an element without its content, as it is printed. */
export function tagWeight({ name, attrs }: Element): number {
  let weight = ELEMENT_WEIGHT + 2 * bytesOf(name) + "<></>".length;
  for (const attribute in attrs) weight += attributeWeight(attribute, attrs[attribute]);
  return weight;
}

/** The weight of text between tags, as it is printed. */
export const textWeight = (text: string): number => bytesOf(printText(text));

/** By children that stanzas to many share, which nothing changes. */
const knownOverheads = new WeakMap<Element["children"], number>();

function overheadOf({ attrs, children }: Element): number {
  let held = ELEMENT_WEIGHT;
  for (const _ in attrs) held += ATTRIBUTE_WEIGHT;
  return children.length === 0 ? held : held + (knownOverheads.get(children) ?? overheadInside(children));
}

function overheadInside(children: Element["children"]): number {
  let held = 0;
  for (const child of children) if (typeof child === "object" && child !== null) held += overheadOf(child as Element);
  if (held >= HEAVY || isPrintedOnce(children)) knownOverheads.set(children, held);
  return held;
}
