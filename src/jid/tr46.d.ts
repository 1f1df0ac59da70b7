/** The types of tr46 (Unicode's IDNA and bidirectional tables), as far as they are used here: the package has none. */

declare module "tr46" {
  export interface Tr46Options {
    readonly checkHyphens?: boolean;
    readonly checkBidi?: boolean;
    readonly checkJoiners?: boolean;
    readonly useSTD3ASCIIRules?: boolean;
    readonly verifyDNSLength?: boolean;
  }
  /** In A-labels; null where the domain is not valid. */
  export function toASCII(domain: string, options: Tr46Options): string | null;
  export function toUnicode(domain: string, options: Tr46Options): { readonly domain: string; readonly error: boolean };
}

declare module "tr46/lib/regexes.js" {
  /** A code point of Bidi_Class R, AL or AN. */
  export const bidiDomain: RegExp;
  /** The six conditions of RFC 5893 §2, by number. */
  export const bidiS1LTR: RegExp;
  export const bidiS1RTL: RegExp;
  export const bidiS2: RegExp;
  export const bidiS3: RegExp;
  export const bidiS4EN: RegExp;
  export const bidiS4AN: RegExp;
  export const bidiS5: RegExp;
  export const bidiS6: RegExp;
  /** Canonical_Combining_Class is Virama. */
  export const combiningClassVirama: RegExp;
  /** The expression of RFC 5892 §A.1 on Joining_Type around a U+200C. */
  export const validZWNJ: RegExp;
}
