/** For the tests of this folder: the events that a parser reports of a stream. */
import { StreamError } from "../stream-error.ts";
import type { XmlLimits } from "./limits.ts";
import { print } from "./print.ts";
import { StreamParser } from "./stream-parser.ts";

export const LIMITS: XmlLimits = { stanzaBytes: 1000, weight: 10_000, depth: 10, attributes: 10 };
export const HEADER = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

const encoder = new TextEncoder();
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** The handler's calls, in order, and last "! condition" where the parser threw a StreamError. */
export function eventsOf(chunks: readonly Uint8Array[], limits = LIMITS): string[] {
  const events: string[] = [];
  const parser = new StreamParser(
    {
      open: (header) => void events.push(`open ${print(header)}`),
      element: (element) => void events.push(print(element)),
      close: () => void events.push("close"),
    },
    limits,
  );
  try {
    for (const chunk of chunks) parser.write(chunk);
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    events.push(`! ${error.condition}`);
  }
  return events;
}

/** `bytes` in pieces of `size`. */
export function piecesOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

/** The events of what follows the header, which must be the same whole and byte by byte. */
export function eventsAfterHeader(text: string, limits = LIMITS): string[] {
  const bytes = bytesOf(HEADER + text);
  const events = eventsOf([bytes], limits).slice(1);
  const slowly = eventsOf(piecesOf(bytes, 1), limits).slice(1);
  if (events.join("\n") !== slowly.join("\n")) throw new Error(`${events} but byte by byte ${slowly}`);
  return events;
}
