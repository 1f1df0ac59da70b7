/** XEP-0363 §4, §5: what a request for a slot says, checked. */
import type { Element } from "ltx";
import { StanzaError } from "../../stanza-error.ts";
import { parseDateTime } from "../kit/0082-date-time.ts";
import { parseMediaType } from "./media-type.ts";

export const NS_PURPOSE = "urn:xmpp:http:upload:purpose:0";

/** §5: what files are for. Those that are lasting stay whatever their age. */
export const PURPOSES = ["message", "profile", "ephemeral", "permanent"] as const;

export interface SlotRequest {
  /** Without what is no part of a name: never a path. */
  readonly name: string;
  /** At least 1. */
  readonly bytes: number;
  /** A media type; undefined where the client has not said it. */
  readonly type: string | undefined;
  readonly isLasting: boolean;
  /** Milliseconds since 1970; for a file that is ephemeral. */
  readonly until: number | undefined;
}

/** Of a name, in bytes of UTF-8: what file systems take. */
const MAX_NAME_BYTES = 255;
/** Decimal digits of a size: below 2^53. */
const SIZE = /^[0-9]{1,15}$/;
/** Separators of paths, and what is not seen or changes the direction of writing: no name is taken for another. */
const NOT_IN_NAMES = /[/\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Throws StanzaError bad-request. `now`: milliseconds since 1970. */
export function parseSlotRequest(request: Element, now: number): SlotRequest {
  const { filename, size, "content-type": type } = request.attrs as Readonly<Record<string, string | undefined>>;
  if (!filename || Buffer.byteLength(filename) > MAX_NAME_BYTES)
    throw badRequest(`a file needs a name of at most ${MAX_NAME_BYTES} bytes`);
  const bytes = SIZE.test(size ?? "") ? Number(size) : 0;
  if (bytes === 0) throw badRequest("a file needs a size, a positive number of bytes");
  const mediaType = type ? parseMediaType(type) : undefined;
  if (type && mediaType === undefined) throw badRequest("a content-type is written as in HTTP, such as image/jpeg");
  return { name: plainName(filename), bytes, type: mediaType, ...purposeIn(request, now) };
}

/** The name as it is shown and sent; nothing is looked up by it. */
function plainName(name: string): string {
  const plain = name.replace(NOT_IN_NAMES, "_").trim();
  return plain === "" || plain === "." || plain === ".." ? "_" : plain;
}

/** §5: a purpose that is unknown is none. */
function purposeIn(request: Element, now: number): Pick<SlotRequest, "isLasting" | "until"> {
  const purposes = request
    .getChildElements()
    .filter((child) => child.getNS() === NS_PURPOSE && PURPOSES.some((name) => name === child.getName()));
  const [purpose, ...others] = purposes;
  if (others.length > 0) throw badRequest("a file has one purpose");
  const name = purpose?.getName();
  if (name !== "ephemeral") return { isLasting: name === "profile" || name === "permanent", until: undefined };
  const until = parseDateTime(purpose?.attrs["expire-before"] ?? "");
  if (until === undefined || until <= now) throw badRequest("expire-before is a time in the future");
  return { isLasting: false, until };
}

const badRequest = (text: string): StanzaError => new StanzaError("bad-request", { text });
