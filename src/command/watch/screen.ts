/** A terminal that is drawn anew: the alternate screen of ECMA-48 terminals, left as it was found. */
import type { ReadStream, WriteStream } from "node:tty";

export interface Screen extends Disposable {
  readonly columns: number;
  readonly rows: number;
  /** Each line on its row, the rest empty. */
  draw(lines: readonly string[]): void;
  /** Resolves with true once somebody wants to leave, with false after so many milliseconds; `resized` is called meanwhile. */
  pause(milliseconds: number, resized: () => void): Promise<boolean>;
}

const [ENTER, LEAVE] = ["\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?1049l"];
/** q, Ctrl-C, Ctrl-D. */
const LEAVES = /[qQ\x03\x04]/;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function openScreen(input: ReadStream, output: WriteStream): Screen {
  let hasLeft = false;
  const left = Promise.withResolvers<true>();
  const leave = (): void => {
    hasLeft = true;
    left.resolve(true);
  };
  const onInput = (keys: Buffer): void => {
    if (LEAVES.test(keys.toString("latin1"))) leave();
  };
  for (const signal of SIGNALS) process.on(signal, leave);
  input.setRawMode(true);
  input.on("data", onInput);
  output.write(ENTER);
  return {
    get columns() {
      return output.columns || 80;
    },
    get rows() {
      return output.rows || 24;
    },
    draw: (lines) => void output.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join("\r\n")}\x1b[J`),
    pause: async (milliseconds, resized) => {
      if (hasLeft) return true;
      output.on("resize", resized);
      const over = Promise.withResolvers<false>();
      const timer = setTimeout(() => over.resolve(false), milliseconds);
      try {
        return await Promise.race([left.promise, over.promise]);
      } finally {
        clearTimeout(timer);
        output.off("resize", resized);
      }
    },
    [Symbol.dispose]: () => {
      output.write(LEAVE);
      input.off("data", onInput);
      input.setRawMode(false);
      input.pause();
      for (const signal of SIGNALS) process.off(signal, leave);
    },
  };
}
