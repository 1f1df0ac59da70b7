/** Bytes as a text of which parts are taken: a fraction of what it costs to make each part of bytes. */
import { isAscii } from "node:buffer";

/** The text in which each byte has its own position; undefined where some byte is no ASCII. */
export const asciiIn = (bytes: Buffer): string | undefined => (isAscii(bytes) ? bytes.toString("latin1") : undefined);
