/** XEP-0060 §6.5.4: how many items one answer carries, by what they cost whoever holds it: their bytes and their elements. */
import { ATTRIBUTE_WEIGHT, ELEMENT_WEIGHT } from "../../../xml/weight.ts";
import type { Item } from "./items.ts";

/** Of one answer; a single item that has more is an answer of its own. */
const MAX_BYTES = 1_000_000;
const MAX_WEIGHT = 2_000_000;

/** How often `part` stands in `text`. */
function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

/** What a payload costs in memory once it is parsed, in bytes, seen from its text: rather too much than too little. */
export function payloadWeight(payload: string | null): number {
  if (payload === null) return 0;
  // In printed XML a "<" begins a tag, and nothing else.
  const elements = occurrences(payload, "<") - occurrences(payload, "</");
  return Buffer.byteLength(payload) + ELEMENT_WEIGHT * elements + ATTRIBUTE_WEIGHT * occurrences(payload, '="');
}

/** Asked of one item after the other: true for as long as they have room in one answer together, for the first one always. */
export function answerRoom(mostBytes = MAX_BYTES, mostWeight = MAX_WEIGHT): (item: Item) => boolean {
  let bytes = 0;
  let weight = 0;
  return ({ id, payload }) => {
    const isFirst = weight === 0;
    bytes += Buffer.byteLength(payload ?? "") + id.length;
    weight += ELEMENT_WEIGHT + payloadWeight(payload);
    return isFirst || (bytes <= mostBytes && weight <= mostWeight);
  };
}
