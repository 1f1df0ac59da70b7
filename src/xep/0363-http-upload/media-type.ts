/** RFC 9110 §8.3.1: media types, and how a browser may be given them. */

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";
/** A type with its subtype; of the parameters, the character set is kept. */
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})\\s*(?:;|$)`);
const CHARSET = new RegExp(`;\\s*charset="?(${TOKEN})"?\\s*(?:;|$)`, "i");
const MAX_LENGTH = 255;

/** In lower case, with its charset alone: "text/plain; charset=utf-8". Undefined for what is no media type. */
export function parseMediaType(text: string): string | undefined {
  const [, essence] = text.length > MAX_LENGTH ? [] : (MEDIA_TYPE.exec(text.trim()) ?? []);
  if (essence === undefined) return undefined;
  const charset = CHARSET.exec(text)?.[1];
  return (charset === undefined ? essence : `${essence}; charset=${charset}`).toLowerCase();
}

/** Without its parameters. */
export const essenceOf = (mediaType: string): string => mediaType.split(";", 1)[0] ?? "";

/** What a page could run or be painted with: as text, a browser refuses it there (nosniff), also for pages of this server. */
const RUN_BY_PAGES = /^(?:text|application)\/(?:x-)?(?:java|ecma|j|live)script|^text\/css/;

/** The type that is sent with a file of this type. */
export const servedType = (mediaType: string): string => (RUN_BY_PAGES.test(mediaType) ? "text/plain" : mediaType);

/** Pictures, sound and films are shown where somebody follows a link; what may hold scripts or links is saved. */
export const isShownInline = (mediaType: string): boolean =>
  /^(?:image|audio|video)\//.test(mediaType) && !/^[^;]*(?:\+xml|\/xml)/.test(mediaType);
