/** Where a command is typed and where its answer appears. */
import { readSync } from "node:fs";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

export interface Terminal {
  /** A line (or several) for who asked. */
  readonly out: (text: string) => void;
  /** A line that is no answer: what goes on, what went wrong. */
  readonly err: (text: string) => void;
  /** Somebody sits there: only then may anything be asked. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  /** Everything on standard input. Throws CommandError over `limit` bytes. */
  readonly input: (limit: number) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  isColoured: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
  input: readInput,
  env: process.env,
});

function readInput(limit: number): string {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const count = readSync(0, chunk);
    if (count === 0) return Buffer.concat(chunks).toString("utf8");
    size += count;
    if (size > limit) throw new CommandError(EXIT.usage, `standard input is longer than ${limit} bytes`);
    chunks.push(chunk.subarray(0, count));
  }
}
