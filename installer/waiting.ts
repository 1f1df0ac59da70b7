/** Progress on a terminal: nothing for a moment, then what is waited for, after ten seconds what to do about it. */
import type { Writable } from "node:stream";
import { unicodeOr } from "@clack/prompts";
import type { Page } from "./page.ts";
import type { Progress } from "./prompts.ts";

const SHOW_AFTER_MS = 100;
const ADVISE_AFTER_MS = 10_000;
const FRAMES = [unicodeOr("◒", "-"), unicodeOr("◐", "\\"), unicodeOr("◓", "|"), unicodeOr("◑", "/")];
const FRAME_MS = 120;
/** ECMA-48: to the first column, then erase to the end of the line. */
const CLEAR_LINE = "\r\u001b[K";

/** Shows progress until what is returned is called, which clears the line. */
export function showProgress(
  output: Writable,
  bar: string,
  page: Pick<Page, "fit">,
  { message, whenLong }: Progress,
): () => void {
  const lineNow = (): string => page.fit(`${typeof message === "string" ? message : message()} …`)[0] ?? "";
  let frame = 0;
  let ticker: Timer | undefined;
  const draw = (): void => {
    output.write(`${CLEAR_LINE}${FRAMES[frame % FRAMES.length]}  ${lineNow()}`);
    frame += 1;
  };
  const start = setTimeout(() => {
    draw();
    ticker = setInterval(draw, FRAME_MS);
  }, SHOW_AFTER_MS);
  const advise = setTimeout(
    () => output.write(`${CLEAR_LINE}${bar.trimStart()}${page.fit(whenLong).join(bar)}\n`),
    ADVISE_AFTER_MS,
  );
  return () => {
    clearTimeout(start);
    clearTimeout(advise);
    clearInterval(ticker);
    if (ticker !== undefined) output.write(CLEAR_LINE);
  };
}
