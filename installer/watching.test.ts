import { describe, expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import type { ReadStream } from "node:tty";
import { GoBack, type WatchedList } from "./prompts.ts";
import { fitting, listenForKeys, openRegion, watchList } from "./watching.ts";

const list = (looks: readonly number[], changes: Partial<WatchedList<number, "f">> = {}): WatchedList<number, "f"> => {
  const left = [...looks];
  return {
    first: 0,
    look: async () => left.shift() ?? 0,
    everyMs: 0,
    lines: () => [],
    isDone: (state) => state === 3,
    actions: { f: "as a form", enter: "go on" },
    ...changes,
  };
};

describe("a watched list", () => {
  test("is looked at again and again, until all of it is right", async () => {
    const drawn: number[] = [];
    let listening = 0;
    const onKey = () => {
      listening += 1;
      return () => void listening--;
    };
    const end = await watchList(list([1, 2, 3, 4]), (state) => void drawn.push(state), onKey);
    expect(end).toEqual({ key: "done", state: 3 });
    expect(drawn).toEqual([0, 1, 2, 3]);
    expect(listening).toBe(0);
  });

  test("a key ends it with what was seen last; who leaves is not looked for any more", async () => {
    let press: (key: "f" | "enter" | Error) => void = () => {};
    const never = list([], { look: () => Promise.withResolvers<number>().promise });
    const watched = () =>
      watchList(
        never,
        () => {},
        (pressed) => {
          press = pressed;
          return () => {};
        },
      );
    const first = watched();
    press("f");
    expect(await first).toEqual({ key: "f", state: 0 });
    const second = watched();
    press(new GoBack());
    await expect(second).rejects.toBeInstanceOf(GoBack);
  });
});

test("a region is drawn again in its place, however many rows a line takes, and only where it has changed", () => {
  const written: string[] = [];
  const region = openRegion({ write: (text: string) => written.push(text) > 0 }, 10);
  region.draw(["short", "a line of 20 columns"]);
  region.draw(["short", "a line of 20 columns"]);
  region.draw(["new"]);
  expect(written).toEqual(["short\na line of 20 columns\n", "\u001b[3A\r\u001b[Jnew\n"]);
});

test("on a small screen, what is right makes room for what is not", () => {
  const [right, wrong] = [{ mark: "right", text: "a" } as const, { mark: "wrong", text: "b" } as const];
  expect(fitting([right, wrong], 2, 0)).toEqual({ lines: [right, wrong] });
  expect(fitting([right, wrong, right], 2, 1)).toEqual({ lines: [wrong] });
});

test("what does not fit even so can be scrolled to, from the first line to the last", () => {
  const lines = ["a", "b", "c", "d"].map((text) => ({ mark: "wrong", text }) as const);
  const shown = (skipped: number) => {
    const { lines: some, part } = fitting(lines, 3, skipped);
    return `${some.map(({ text }) => text).join("")} ${part?.first}-${part?.last}/${part?.all}`;
  };
  expect([0, 1, 2, 99].map(shown)).toEqual(["ab 1-2/4", "bc 2-3/4", "cd 3-4/4", "cd 3-4/4"]);
});

test("arrows and pages scroll, letters and Enter end it", () => {
  const input = Object.assign(new EventEmitter(), { setRawMode: () => {}, resume: () => {}, pause: () => {} });
  const heard: unknown[] = [];
  const listen = listenForKeys(input as unknown as ReadStream, ["f"], (lines) => heard.push(lines));
  const stop = listen((key) => heard.push(key));
  for (const [text, name] of [
    ["", "down"],
    ["", "up"],
    ["", "pagedown"],
    ["F", "f"],
    ["\r", "return"],
  ])
    input.emit("keypress", text, { name });
  stop();
  input.emit("keypress", "f", { name: "f" });
  expect(heard).toEqual([1, -1, 10, "f", "enter"]);
});
