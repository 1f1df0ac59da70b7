/** A text as the parser of streams reads it, and whether another parser is to agree. */
import type { Element } from "ltx";
import { StreamError } from "../../src/stream-error.ts";
import { parseFrame } from "../../src/xml/parse-element.ts";

const LIMITS = { stanzaBytes: 1_000_000, weight: 100_000_000, depth: 100, attributes: 100 };

/** What XML has, and streams have not (RFC 6120 §11.1), as far as a look at the text tells; white space around an element, too. */
const BEYOND = /<[!?](?!\[CDATA\[)|^\s|\s$/;

/** The element; "refused" for what is no XML, "beyond" for what is XML, but not for us, or more than we take. */
export function readFrame(text: string): Element | "refused" | "beyond" {
  try {
    return parseFrame(text, LIMITS);
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    return error.condition === "policy-violation" || BEYOND.test(text) ? "beyond" : "refused";
  }
}
