/** A list on a terminal that is drawn again in its place whenever a new look has changed it. */
import { emitKeypressEvents } from "node:readline";
import type { Writable } from "node:stream";
import type { ReadStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { GoBack, Leave, type Line, type WatchEnd, type WatchedList } from "./prompts.ts";

/** ECMA-48: some lines up, then erase to the end of the screen. */
const upAndClear = (lines: number): string => (lines === 0 ? "" : `\u001b[${lines}A\r\u001b[J`);

export interface WatchedRegion {
  /** Draws these lines, in place of those drawn before. */
  readonly draw: (lines: readonly string[]) => void;
}

/** A line that is wider than the terminal takes several rows. */
export function openRegion(output: Pick<Writable, "write">, columns: number): WatchedRegion {
  let drawn: readonly string[] = [];
  const rowsOf = (line: string): number => Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
  return {
    draw: (lines) => {
      if (lines.length === drawn.length && lines.every((line, at) => line === drawn[at])) return;
      const height = drawn.reduce((sum, line) => sum + rowsOf(line), 0);
      output.write(`${upAndClear(height)}${lines.join("\n")}\n`);
      drawn = lines;
    },
  };
}

export interface Window {
  readonly lines: readonly Line[];
  /** Where not all of them are shown: which are, from 1 on, and how many there are. */
  readonly part?: { readonly first: number; readonly last: number; readonly all: number };
}

/** What fits into so many rows: without what is right already and, where that is not enough, those after `skipped` ones. */
export function fitting(lines: readonly Line[], rows: number, skipped: number): Window {
  if (lines.length <= rows) return { lines };
  const due = lines.filter(({ mark }) => mark !== "right");
  if (due.length <= rows) return { lines: due };
  // The last row says which part this is.
  const shown = Math.max(1, rows - 1);
  const first = Math.max(0, Math.min(skipped, due.length - shown));
  const part = { first: first + 1, last: Math.min(first + shown, due.length), all: due.length };
  return { lines: due.slice(first, first + shown), part };
}

/**
 * Looks again and again until all is right. `onKey` calls back with each key that is pressed, or with why the person leaves;
 * what it returns ends that. Rejects with the latter.
 */
export async function watchList<State, Key extends string>(
  list: WatchedList<State, Key>,
  draw: (state: State) => void,
  onKey: (pressed: (key: Key | "enter" | Error) => void) => () => void,
): Promise<WatchEnd<State, Key>> {
  let state = list.first;
  draw(state);
  if (list.isDone(state)) return { key: "done", state };
  const { promise, resolve, reject } = Promise.withResolvers<WatchEnd<State, Key>>();
  let isOver = false;
  let timer: Timer | undefined;
  const lookLater = (): void => {
    timer = setTimeout(() => list.look().then(see, reject), list.everyMs);
  };
  const see = (seen: State): void => {
    if (isOver) return;
    state = seen;
    draw(state);
    if (list.isDone(state)) resolve({ key: "done", state });
    else lookLater();
  };
  const stopKeys = onKey((key) => (key instanceof Error ? reject(key) : resolve({ key, state })));
  lookLater();
  return await promise.finally(() => {
    isOver = true;
    clearTimeout(timer);
    stopKeys();
  });
}

/** The keys that scroll, by their names in node:readline, and by how many lines. */
const SCROLLS: ReadonlyMap<string, number> = new Map([
  ["up", -1],
  ["down", 1],
  ["pageup", -10],
  ["pagedown", 10],
  ["space", 10],
]);

interface PressedKey {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** The keys of a list on a terminal: its letters, Enter, Esc and Ctrl-C. `scroll` is called with the lines to go on by. */
export function listenForKeys<Key extends string>(
  input: ReadStream,
  letters: readonly Key[],
  scroll: (lines: number) => void,
): (pressed: (key: Key | "enter" | Error) => void) => () => void {
  return (pressed) => {
    const listener = (text: string | undefined, { name, ctrl }: PressedKey): void => {
      const letter = letters.find((each) => each === text?.toLowerCase());
      if (name === "escape") pressed(new GoBack());
      else if (ctrl && name === "c") pressed(new Leave());
      else if (name === "return" || name === "enter") pressed("enter");
      else if (letter !== undefined) pressed(letter);
      else scroll(SCROLLS.get(name ?? "") ?? 0);
    };
    emitKeypressEvents(input);
    input.on("keypress", listener);
    input.setRawMode(true);
    input.resume();
    return () => {
      input.off("keypress", listener);
      input.setRawMode(false);
      input.pause();
    };
  };
}
