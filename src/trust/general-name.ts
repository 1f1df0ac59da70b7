/** RFC 5280 §4.2.1.6: the forms of name that a certificate holds, as far as servers are called by them. */
import { contentsOf, type DerValue, derValues, dotted, inside, onlyValue, TAG } from "./der.ts";
import { relativeNames } from "./directory-name.ts";

/** RFC 4985 §2 and RFC 6120 §13.7.1.4: names that X.509 itself does not know. */
const SRV_NAME = "1.3.6.1.5.5.7.8.7";
const XMPP_ADDR = "1.3.6.1.5.5.7.8.5";

const OTHER_NAME = 0xa0;
const DNS_NAME = 0x82;
export const DIRECTORY_NAME = 0xa4;
const IP_ADDRESS = 0x87;
const EXPLICIT = 0xa0;
const IA5_STRING = 0x16;
const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/** `tag` is the form as X.509 counts them: two names of one tag are subject to the same constraints. */
export type GeneralName = { readonly tag: number } & (
  | { readonly form: "dns" | "srv" | "xmpp"; readonly name: string }
  /** An address; in a constraint, an address and its mask. */
  | { readonly form: "ip"; readonly octets: Uint8Array }
  /** A distinguished name: see `relativeNames`. */
  | { readonly form: "directory"; readonly path: readonly string[] }
  | { readonly form: "unknown" }
);

/** One GeneralName, its ASCII in lower case. Throws RangeError for a distinguished name that is none. */
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
      return { tag, form: "unknown" };
  }
}

/** Whatever is not exactly as its standard writes it is a name that nobody has. */
function readOtherName({ tag, contents }: DerValue): GeneralName {
  try {
    const [type, wrapper] = derValues(contents);
    const id = dotted(contentsOf(type, TAG.oid));
    const [value] = inside(wrapper, EXPLICIT);
    if (id === SRV_NAME) return { tag, form: "srv", name: asciiIn(contentsOf(value, IA5_STRING)) };
    if (id === XMPP_ADDR) return { tag, form: "xmpp", name: UTF_8.decode(contentsOf(value, TAG.utf8String)) };
  } catch {
    // Not the encoding that the type asks for.
  }
  return { tag, form: "unknown" };
}

const asciiIn = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1").toLowerCase();
