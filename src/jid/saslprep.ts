/** RFC 4013: SASLprep, by which apps of RFC 5802 prepare passwords. New ones use OpaqueString (RFC 8265) instead. */
import { normalized } from "./normalized.ts";

/** RFC 3454 C.1.2: becomes a space. */
const OTHER_SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g;
/** RFC 3454 B.1: becomes nothing. */
const NOTHING = /\u00AD|\u034F|\u1806|[\u180B-\u180D]|[\u200B-\u200D]|\u2060|[\uFE00-\uFE0F]|\uFEFF/g;

/**
 * §2.1, §2.2: the password as such an app sends it, or computes with it. What §2.3 prohibits is not looked for: the app refuses
 * it, and sends nothing.
 */
export const saslPrepared = (password: string): string =>
  normalized(password.replace(OTHER_SPACES, " ").replace(NOTHING, ""), "NFKC");
