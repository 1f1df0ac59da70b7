/** The terminal as a page: how wide its lines are, and whether the heading of a step is still on it. */
import type { WriteStream } from "node:tty";
import { fit, fitRecord } from "./fit.ts";

export interface Page {
  /** The columns beside the bar, `less` of them left out. */
  readonly width: (less?: number) => number;
  /** `text` in lines of that width. */
  readonly fit: (text: string, less?: number) => string[];
  /** A record in lines without the bar. */
  readonly fitRecord: (text: string) => string[];
  /** The next heading is that of a step, if it has one. */
  readonly startStep: (hasHeading: boolean) => void;
  readonly hasShown: (heading: string, lines: number) => void;
  /** The lines of a question with so many choices: first the heading of the step, where that has left the screen. */
  readonly question: (message: string, choices?: number) => string[];
  /** The heading of the step, where it would have left the screen when so many more lines are there. */
  readonly lostHeading: (more: number) => string[];
}

/** The bar and the two spaces behind it. */
const BAR_WIDTH = 3;
/** Of a terminal that does not tell. */
export const USUAL = { columns: 80, rows: 24 };
/** Of a question: the answer, or what is wrong with it, the end of the bar and the cursor below. */
const LINES_BELOW = 3;
/** Of an answered question: the answer and the bar before the next thing. */
const LINES_OF_ANSWER = 2;

export function openPage(output: Pick<WriteStream, "columns" | "rows">): Page {
  const columns = (): number => output.columns || USUAL.columns;
  const width = (less = 0): number => columns() - BAR_WIDTH - less;
  const fitted = (text: string, less?: number): string[] => fit(text, width(less));
  let heading: string | undefined;
  /** Lines since the heading. */
  let lines = 0;
  const lostHeading = (more: number): string[] =>
    heading && lines + more > (output.rows || USUAL.rows) ? fitted(heading) : [];
  return {
    width,
    fit: fitted,
    fitRecord: (text) => fitRecord(text, columns()),
    startStep: (hasHeading) => {
      heading = hasHeading ? undefined : "";
      lines = 0;
    },
    hasShown: (shown, count) => {
      heading ??= shown;
      lines += count;
    },
    lostHeading,
    question: (message, choices = 0) => {
      const asked = fitted(message);
      const lost = lostHeading(asked.length + choices + LINES_BELOW);
      lines = (lost.length > 0 ? 0 : lines) + lost.length + asked.length + LINES_OF_ANSWER;
      return [...lost, ...asked];
    },
  };
}
