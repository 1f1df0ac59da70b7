/** The standard streams of a command. */
import { readSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

export interface Terminal {
  /** Prints the answer of the command, one line or several. */
  readonly out: (text: string) => void;
  /** Prints what is not the answer: progress, errors. */
  readonly err: (text: string) => void;
  /** Shows a line in place of the last one, on the way to an answer; undefined where nobody sees it. */
  readonly line?: ((text: string) => void) | undefined;
  /** Standard input and output are a terminal: only then may anything be asked. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  /** In one line; undefined where it is not known. */
  readonly columns?: number | undefined;
  /** Everything on standard input. Throws VerbError over `limit` bytes. */
  readonly input: (limit: number) => Buffer;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const processTerminal = (): Terminal => ({
  out: (text) => writeWhole(1, `${text}\n`),
  err: (text) => writeWhole(2, `${text}\n`),
  line: isatty(2) ? (text) => writeWhole(2, `\r\x1b[K${text}`) : undefined,
  isInteractive: isatty(0) && isatty(1),
  isColoured: isatty(1) && !process.env.NO_COLOR && process.env.TERM !== "dumb",
  columns: process.stdout.columns,
  input: readInput,
  env: process.env,
});

/** Synchronous: what is still in a stream's buffer when the process ends would be lost. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; )
    try {
      from += writeSync(descriptor, bytes, from);
    } catch (error) {
      const { code } = error as { code?: string };
      // The reader has gone away early (`user list | head`).
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Bun.sleepSync(5);
    }
}

function readInput(limit: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const count = readSome(chunk);
    if (count === 0) return Buffer.concat(chunks);
    size += count;
    if (size > limit) throw new VerbError(EXIT.usage, "long-input", { limit });
    chunks.push(chunk.subarray(0, count));
  }
}

/** Polls a standard input that does not block (EAGAIN). Windows reports the end of a pipe as an error. */
function readSome(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Bun.sleepSync(20);
    }
  }
}
