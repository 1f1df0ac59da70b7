/** RFC 5280 §4.2.1.6: the names in a certificate, as far as they identify servers; §7.1: distinguished names. */
import { contentsOf, type DerValue, derValues, inside, oidText, onlyValue, TAG } from "./der.ts";

/** RFC 4985 §2 and RFC 6120 §13.7.1.4: forms of otherName. */
const SRV_NAME = "1.3.6.1.5.5.7.8.7";
const XMPP_ADDR = "1.3.6.1.5.5.7.8.5";

const OTHER_NAME = 0xa0;
const DNS_NAME = 0x82;
export const DIRECTORY_NAME = 0xa4;
const IP_ADDRESS = 0x87;
/** rfc822Name, x400Address, ediPartyName, uniformResourceIdentifier, registeredID. */
const OTHER_FORMS: ReadonlySet<number> = new Set([0x81, 0xa3, 0xa5, 0x86, 0x88]);
const EXPLICIT = 0xa0;
const IA5_STRING = 0x16;
const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/** `tag`: the form in X.509; names of one tag are subject to the same constraints. */
export type GeneralName = { readonly tag: number } & (
  | { readonly form: "dns" | "srv" | "xmpp"; readonly name: string }
  /** An address; in a constraint, an address and its mask. */
  | { readonly form: "ip"; readonly octets: Uint8Array }
  /** A distinguished name: see `relativeNames`. */
  | { readonly form: "directory"; readonly path: readonly string[] }
  | { readonly form: "unknown" }
);

/** One GeneralName, its ASCII in lower case. Throws RangeError for what is no GeneralName, and for a malformed distinguished name. */
export function readGeneralName(value: DerValue): GeneralName {
  const { tag, contents } = value;
  switch (tag) {
    case DNS_NAME:
      return { tag, form: "dns", name: asciiIn(contents) };
    case IP_ADDRESS:
      return { tag, form: "ip", octets: contents };
    case DIRECTORY_NAME:
      return { tag, form: "directory", path: relativeNames(onlyValue(contents)) };
    case OTHER_NAME:
      return readOtherName(value);
    default:
      if (!OTHER_FORMS.has(tag)) throw new RangeError("a name of no form of X.509");
      return { tag, form: "unknown" };
  }
}

/** A malformed one is "unknown": it matches nothing. */
function readOtherName({ tag, contents }: DerValue): GeneralName {
  try {
    const [type, wrapper] = derValues(contents);
    const id = oidText(contentsOf(type, TAG.oid));
    const [value] = inside(wrapper, EXPLICIT);
    if (id === SRV_NAME) return { tag, form: "srv", name: asciiIn(contentsOf(value, IA5_STRING)) };
    if (id === XMPP_ADDR) return { tag, form: "xmpp", name: UTF_8.decode(contentsOf(value, TAG.utf8String)) };
  } catch {
    // Not the encoding of the type.
  }
  return { tag, form: "unknown" };
}

const asciiIn = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1").toLowerCase();

/** The string types of names, with their encodings: UTF8String, PrintableString, T61String, IA5String, BMPString. */
const ENCODINGS: ReadonlyMap<number, "utf-8" | "latin1" | "utf-16be"> = new Map([
  [0x0c, "utf-8"],
  [0x13, "latin1"],
  [0x14, "latin1"],
  [0x16, "latin1"],
  [0x1e, "utf-16be"],
]);

/** §7.1: the relative distinguished names, outermost first, as texts that are equal where the names match. Throws RangeError. */
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
