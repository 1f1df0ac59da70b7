/** XEP-0084 §4.2: what kind of image bytes are, by what they begin with. */

const SIGNATURES: readonly (readonly [type: string, begins: RegExp])[] = [
  ["image/png", /^\x89PNG\r\n\x1a\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[\s\S]{4}WEBP/],
];

/** The media type; undefined for what is none of the images that clients show. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  return SIGNATURES.find(([, begins]) => begins.test(beginning))?.[0];
}
