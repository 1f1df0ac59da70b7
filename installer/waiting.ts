/** Waiting: nothing at first, then what is waited for, then what to do about it. */
import type { Writable } from "node:stream";
import { unicodeOr } from "@clack/prompts";
import type { Waiting } from "./prompts.ts";

const A_MOMENT = 100;
const LONG = 10_000;
const FRAMES = [unicodeOr("◒", "-"), unicodeOr("◐", "\\"), unicodeOr("◓", "|"), unicodeOr("◑", "/")];
const FRAME_TIME = 120;
/** ECMA-48: to the first column, then erase to the end of the line. */
const START_AGAIN = "\r\u001b[K";

/** Shows that something goes on; what is returned ends it and leaves no trace of it but the advice, if that was given. */
export function showWaiting(output: Writable, bar: string, { message, whenLong }: Waiting): () => void {
  let frame = 0;
  let ticker: Timer | undefined;
  const draw = (): void => {
    output.write(`${START_AGAIN}${FRAMES[frame % FRAMES.length]}  ${message} …`);
    frame += 1;
  };
  const start = setTimeout(() => {
    draw();
    ticker = setInterval(draw, FRAME_TIME);
  }, A_MOMENT);
  const advise = setTimeout(() => output.write(`${START_AGAIN}${bar}  ${whenLong}\n`), LONG);
  return () => {
    clearTimeout(start);
    clearTimeout(advise);
    clearInterval(ticker);
    if (ticker !== undefined) output.write(START_AGAIN);
  };
}
