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

/** What fits into so many rows: without what is right already, and cut off where that is not enough. */
export function fitting(lines: readonly Line[], rows: number): readonly Line[] {
  if (lines.length <= rows) return lines;
  const due = lines.filter(({ mark }) => mark !== "right");
  return due.length <= rows ? due : [...due.slice(0, Math.max(1, rows - 1)), { mark: "plain", text: "…" }];
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

interface PressedKey {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** The keys of a list on a terminal: its letters, Enter, Esc and Ctrl-C. */
export function listenForKeys<Key extends string>(
  input: ReadStream,
  letters: readonly Key[],
): (pressed: (key: Key | "enter" | Error) => void) => () => void {
  return (pressed) => {
    const listener = (text: string | undefined, { name, ctrl }: PressedKey): void => {
      const letter = letters.find((each) => each === text?.toLowerCase());
      if (name === "escape") pressed(new GoBack());
      else if (ctrl && name === "c") pressed(new Leave());
      else if (name === "return" || name === "enter") pressed("enter");
      else if (letter !== undefined) pressed(letter);
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
