/** What an element costs whoever keeps it: a thousand small elements hold far more than their bytes. */
import type { Element } from "ltx";
import { isPrintedOnce, print, printText, printValue } from "./print.ts";

/** What an element and an attribute hold in memory beside their text, in bytes. */
export const ELEMENT_WEIGHT = 256;
export const ATTRIBUTE_WEIGHT = 64;

/** From so many bytes on, what elements hold is remembered for those that share their children; of what is printed once, always. */
const MUCH = 16_384;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/**
 * The weight of an element and all that is in it, in bytes: its printed form, and what its elements and attributes hold
 * beside that. `bytes` is how long its printed form is, where that is known.
 */
export const weightOf = (element: Element, bytes = bytesOf(print(element))): number => bytes + heldBy(element);

/** By the children of stanzas that many get: the same for each of them. */
const roughlyKnown = new WeakMap<Element["children"], number>();

/** Nearly the same, without printing it: characters stand for bytes. */
export function roughWeightOf({ attrs, children }: Element): number {
  let weight = ELEMENT_WEIGHT;
  for (const name in attrs) weight += ATTRIBUTE_WEIGHT + String(attrs[name] ?? "").length;
  return weight + (roughlyKnown.get(children) ?? roughWeightInside(children));
}

function roughWeightInside(children: Element["children"]): number {
  let weight = 0;
  // A number is a child, too.
  for (const child of children)
    weight += typeof child === "object" ? roughWeightOf(child as Element) : String(child).length;
  if (isPrintedOnce(children)) roughlyKnown.set(children, weight);
  return weight;
}

/** Of one attribute, as it is printed. */
export const attributeWeight = (name: string, value: string): number =>
  ATTRIBUTE_WEIGHT + bytesOf(name) + bytesOf(printValue(value)) + ' =""'.length;

/** Of an element without its content, as it is printed. */
export function tagWeight({ name, attrs }: Element): number {
  let weight = ELEMENT_WEIGHT + 2 * bytesOf(name) + "<></>".length;
  for (const attribute in attrs) weight += attributeWeight(attribute, attrs[attribute]);
  return weight;
}

/** Of text between tags, as it is printed. */
export const textWeight = (text: string): number => bytesOf(printText(text));

/** By the children of stanzas that many get, which nobody changes. */
const known = new WeakMap<Element["children"], number>();

function heldBy({ attrs, children }: Element): number {
  let held = ELEMENT_WEIGHT;
  for (const _ in attrs) held += ATTRIBUTE_WEIGHT;
  return children.length === 0 ? held : held + (known.get(children) ?? heldInside(children));
}

function heldInside(children: Element["children"]): number {
  let held = 0;
  for (const child of children) if (typeof child === "object" && child !== null) held += heldBy(child as Element);
  if (held >= MUCH || isPrintedOnce(children)) known.set(children, held);
  return held;
}
