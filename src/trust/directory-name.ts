/** RFC 5280 §7.1: distinguished names, compared as their text is read and not as it was encoded. */
import { contentsOf, type DerValue, inside, TAG } from "./der.ts";

/** The kinds of string that names are made of, and how their bytes are read: UTF8, Printable, T61, IA5, BMP. */
const ENCODINGS: ReadonlyMap<number, "utf-8" | "latin1" | "utf-16be"> = new Map([
  [0x0c, "utf-8"],
  [0x13, "latin1"],
  [0x14, "latin1"],
  [0x16, "latin1"],
  [0x1e, "utf-16be"],
]);

/** The relative names from the outermost inwards, each as a text that is equal where they are. Throws RangeError. */
export const relativeNames = (name: DerValue): readonly string[] => inside(name).map(relativeName);

function relativeName(set: DerValue): string {
  const attributes = inside(set, TAG.set).map((attribute) => {
    const [type, value] = inside(attribute);
    return [Buffer.from(contentsOf(type, TAG.oid)).toString("hex"), textOf(value)];
  });
  return JSON.stringify(attributes.map((attribute) => JSON.stringify(attribute)).sort());
}

function textOf(value: DerValue | undefined): string {
  if (value === undefined) throw new RangeError("an attribute has no value");
  const encoding = ENCODINGS.get(value.tag);
  if (encoding === undefined) return `#${Buffer.from(value.encoded).toString("hex")}`;
  return new TextDecoder(encoding).decode(value.contents).trim().replace(/\s+/g, " ").toLowerCase();
}
